using System.Globalization;
using System.Text.Json.Nodes;
using MaskClip.Checkpoints;
using MaskClip.Errors;

namespace MaskClip.Training.Runs;

/// <summary>A run's state on disk: tensors, the number of steps done, and the settings that a resumed run must share.</summary>
internal static class StateFile
{
    /// <summary>Writes a state; the file appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Which kind of run it is of.</param>
    /// <param name="steps">Number of steps that are done.</param>
    /// <param name="settings">Everything that the run's numbers depend on.</param>
    /// <param name="tensors">The state.</param>
    public static void Write(string path, string format, int steps, JsonObject settings, IEnumerable<SafetensorsEntry> tensors) =>
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string>
        {
            ["format"] = format,
            ["steps"] = steps.ToString(CultureInfo.InvariantCulture),
            ["settings"] = settings.ToJsonString(),
        });

    /// <summary>Opens a state.</summary>
    /// <returns>The file, and the number of steps that are done.</returns>
    /// <exception cref="CheckpointException">The file is not a state of this kind of run.</exception>
    /// <exception cref="OptionsException">It was made with other settings; they are named.</exception>
    public static (SafetensorsFile File, int Steps) Open(string path, string format, JsonObject settings)
    {
        var file = SafetensorsFile.Open(path);
        try
        {
            var done = file.Metadata.GetValueOrDefault("format") == format ? file.Metadata.GetValueOrDefault("steps") : null;
            if (!int.TryParse(done, NumberStyles.None, CultureInfo.InvariantCulture, out int steps))
            {
                throw new CheckpointException(
                    path, "it is not a checkpoint of this kind of training. Remove it, or give another output folder.");
            }

            ThrowIfOther(path, JsonText.ParseObject(file.Metadata.GetValueOrDefault("settings") ?? ""), settings);
            return (file, steps);
        }
        catch (System.Text.Json.JsonException error)
        {
            file.Dispose();
            throw new CheckpointException(
                path, $"its settings cannot be read: {JsonErrors.Plain(error)}. Remove it, or give another output folder.", null, error);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void ThrowIfOther(string path, JsonObject stored, JsonObject settings)
    {
        string[] other = [.. settings.Select(one => one.Key).Union(stored.Select(one => one.Key))
            .Where(key => !JsonNode.DeepEquals(stored[key], settings[key]))
            .Select(key => $"{key} was {stored[key]?.ToJsonString() ?? "not set"}, now {settings[key]?.ToJsonString() ?? "not set"}")];
        if (other.Length == 0) return;
        throw new OptionsException(
            $"The run in '{Path.GetDirectoryName(path)}' was made with other settings: {string.Join("; ", other)}. Give the same ones " +
            $"to resume it, or another output folder.");
    }
}
