using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.Batches;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Inputs;
using MaskClip.Storage;

namespace MaskClip.Cli.Commands;

/// <summary><c>--templates auto</c>: chooses templates by a run's own photos, and says which.</summary>
internal static class ChosenTemplates
{
    /// <summary>The file beside the results.</summary>
    public const string FileName = "templates.json";

    private const int MaxPrinted = 12;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Chooses templates for names.</summary>
    /// <param name="host">Where the choice is printed.</param>
    /// <param name="segmenter">The model.</param>
    /// <param name="names">The names in all templates; <see langword="null"/> where there are none.</param>
    /// <param name="job">The photos.</param>
    /// <param name="options">How many photos.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <exception cref="UsageException">There are no names, or no photo that can be read twice.</exception>
    public static TextClassifier Choose(
        CliHost host,
        Segmenter segmenter,
        TextClassifier? names,
        SegmentationJob job,
        TemplateChoiceOptions options,
        CancellationToken cancellationToken)
    {
        if (names is null)
            throw new UsageException("--templates auto chooses sentences for names, and there are only examples. Leave it out.");
        PhotoInput[] photos = [.. job.Photos.Where(photo => !photo.IsStandardInput)];
        if (photos.Length == 0)
        {
            throw new UsageException(
                "--templates auto reads photos before they are segmented, and standard input can be read once. Give files.");
        }

        // What cannot be read fails in the run itself, which says so.
        var read = options.Spread(photos).Select(Load).OfType<RgbImage>();
        if (!read.Any()) return names;
        var chosen = segmenter.ChooseTemplates(names, read, options, cancellationToken);
        if (job.Quiet) return chosen;
        if (chosen.Templates!.Photos == 1)
            host.Error.WriteLine("note: templates are chosen by a single photo; by many they are chosen better.");
        Print(host, chosen.Templates);
        return chosen;
    }

    /// <summary>Writes what was chosen beside the results.</summary>
    public static void Write(string folder, TemplateChoice choice)
    {
        var classes = choice.Classes.Select(one => (JsonNode)new JsonObject
        {
            ["name"] = one.Name,
            ["templates"] = new JsonArray([.. one.Templates.Select(template => (JsonNode)new JsonObject
            {
                ["text"] = template.Text,
                ["entropy"] = Math.Round(template.Entropy, 6),
                ["share"] = Math.Round(template.Share, 6),
            })]),
        });
        var file = new JsonObject
        {
            ["from"] = $"{choice.From.Name} ({choice.From.Templates.Count})",
            ["photos"] = choice.Photos,
            ["classes"] = new JsonArray([.. classes]),
        };
        AtomicFile.WriteAllText(Path.Combine(folder, FileName), file.ToJsonString(Indented));
    }

    private static RgbImage? Load(PhotoInput photo)
    {
        try
        {
            return photo.Load();
        }
        catch (Exception error) when (PhotoErrors.IsPhotos(error))
        {
            return null;
        }
    }

    private static void Print(CliHost host, TemplateChoice choice)
    {
        host.Error.WriteLine($"Templates, chosen from {choice.From.Templates.Count} by {choice.Photos} photos:");
        foreach (var one in choice.Classes.Take(MaxPrinted))
        {
            host.Error.WriteLine(one.Templates.Count == 0
                ? $"  {one.Name}: all, since none found it"
                : $"  {one.Name}: {string.Join(" | ", one.Templates.Select(template => template.Text))}");
        }

        if (choice.Classes.Count > MaxPrinted) host.Error.WriteLine($"  and {choice.Classes.Count - MaxPrinted} more, in {FileName}");
    }
}
