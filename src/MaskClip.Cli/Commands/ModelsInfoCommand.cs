using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.Families;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Models;
using MaskClip.Models.Hub;
using MaskClip.Storage;
using MaskClip.Students;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip models info</c>.</summary>
internal static class ModelsInfoCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var name = new Argument<string>("model")
        {
            Description = "A model's name, or a path to a checkpoint file or folder, or a student's file.",
        };
        var command = new Verb(
            "info",
            "Show what a model or a student is: family, towers, sizes, tokenizer, activation, methods, and where each was read.",
            "maskclip models info ViT-B-16",
            name);
        command.SetAction(result =>
        {
            var text = result.GetValue(name)!;
            var rows = KnownModels.Find(host.Catalogue, text) is { } known && host.Models.Find(known.Name) is null
                ? Published(known)
                : HubModels.Find(host.HubCatalogue, text) is { } onHub && host.Models.Find(text) is null
                    ? OnHub(onHub)
                    : Opened(host.Models.Resolve(text), host);
            foreach (var (key, value) in rows) host.Output.WriteLine($"{key,-14} {value}");
            return ExitCode.Done;
        });
        return command;
    }

    private static IEnumerable<(string Key, string Value)> Published(KnownModel model) =>
    [
        ("name", model.Name),
        ("state", $"not here; 'maskclip models pull {model.Name}' brings it ({model.ApproximateSize})"),
        ("address", model.Url.ToString()),
        ("sha256", model.Sha256),
        ("license", KnownModel.License),
        ("image tower", model.PatchSize is { } patch
            ? $"vision transformer, patch {patch}, width {model.VisionWidth}, {model.VisionLayers[0]} blocks"
            : $"ResNet, stem {model.VisionWidth}, {string.Join("-", model.VisionLayers)} blocks"),
        ("image", ClipFacts.Tokens(model.Resolution, model.Stride)),
        ("text tower", $"width {model.TextWidth}, 12 blocks"),
        ("embedding", $"{model.EmbeddingWidth}"),
        ("parameters", $"{model.Parameters / 1e6:0.0} M"),
    ];

    private static IEnumerable<(string Key, string Value)> OnHub(HubModel model) =>
    [
        ("name", model.Name),
        ("state", $"not here; 'maskclip models pull {model.Name}' shows its size and license and brings it"),
        ("address", model.Hub.ToString()),
        ("license", model.License),
        ("use", model.Use),
    ];

    private static IEnumerable<(string Key, string Value)> Opened(ModelSource source, CliHost host)
    {
        if (File.Exists(source.Path) && StudentFile.Is(source.Path)) return Student(source);
        using var model = ModelFamilies.Open(source, OpeningOptions.Of(new SegmenterOptions { CacheFolder = host.CacheFolder }));
        return
        [
            ("name", source.DisplayName),
            ("path", source.Path),
            ("file", PublishedWeights.Describe(source, host.Catalogue, host.CacheFolder)),
            ("hash", model.Hash),
            .. model.Facts,
            .. model.HasImageTower ? Methods(model) : [],
            .. model.Warnings.Select(warning => ("warning", warning)),
        ];
    }

    private static IEnumerable<(string Key, string Value)> Student(ModelSource source)
    {
        using var student = StudentModel.Open(source.Path);
        return [("name", source.DisplayName), ("path", source.Path), ("hash", student.Hash), .. StudentFacts.Of(student.File)];
    }

    private static IEnumerable<(string Key, string Value)> Methods(VisionLanguageModel model)
    {
        var groups = DenseMethods.All.ToLookup(method => model.HasMeaning(method.Block), method => method.Name);
        yield return ("methods", string.Join(", ", groups[true]));
        if (groups[false].Any()) yield return ("no meaning", $"{string.Join(", ", groups[false])}: {model.WithoutMeaning}");
    }
}
