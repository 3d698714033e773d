using System.Text.Json.Nodes;
using MaskClip.Annotations;
using MaskClip.CommandLine;
using MaskClip.Labelling.Jobs;
using MaskClip.Labelling.Shards;

namespace MaskClip.Label.Workers;

/// <summary>What a worker says to whoever started it: a JSON object a line. Safe to use from several threads.</summary>
/// <param name="output">Where to.</param>
internal sealed class WorkerAnswers(TextWriter output)
{
    private readonly Lock gate = new();

    /// <summary>The model is loaded.</summary>
    public void Ready(LoadedLabeling labeling) => Write(new JsonObject
    {
        ["ready"] = true,
        ["settings"] = new JsonObject(labeling.Settings.Select(one => KeyValuePair.Create<string, JsonNode?>(one.Key, one.Value))),
        ["model"] = labeling.Model.Source.DisplayName,
        ["classes"] = SchemaJson.Write(AnnotationSchema.From(labeling.Named.Vocabulary)),
    });

    /// <summary>A photo is begun.</summary>
    public void Started(int number) => Write(new JsonObject { ["start"] = number });

    /// <summary>A photo is done.</summary>
    public void Ended(int number, bool hasLabels) => Write(new JsonObject { ["end"] = number, ["ok"] = hasLabels });

    /// <summary>A request is done.</summary>
    public void Done(JobResult? result = null) =>
        Write(new JsonObject { ["done"] = true, ["photos"] = result?.Photos ?? 0, ["failed"] = result?.Failed ?? 0 });

    /// <summary>Some photos were measured.</summary>
    public void Measured(int photos, double seconds) =>
        Write(new JsonObject { ["done"] = true, ["photos"] = photos, ["seconds"] = seconds });

    /// <summary>Nothing goes on.</summary>
    public void Error(Exception error, bool verbose) => Write(new JsonObject
    {
        ["error"] = verbose ? error.ToString() : error.Message.Trim(),
        ["usage"] = error is UsageException or OptionsException,
    });

    private void Write(JsonObject line)
    {
        var text = line.ToJsonString();
        lock (gate)
        {
            output.WriteLine(text);
            output.Flush();
        }
    }
}
