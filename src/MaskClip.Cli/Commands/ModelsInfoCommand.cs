using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.Export;
using MaskClip.Models;
using MaskClip.Models.Hub;

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
        ("image", model.ImageTokens),
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
        var model = ModelDescription.Read(source, host.CacheFolder);
        return
        [
            ("name", source.DisplayName),
            ("path", source.Path),
            .. ModelDescription.IsStudent(source.Path)
                ? Array.Empty<(string, string)>()
                : [("file", PublishedWeights.Describe(source, host.Catalogue, host.CacheFolder))],
            ("hash", model.Hash),
            .. model.Facts,
            .. Methods(model),
            .. model.Warnings.Select(warning => ("warning", warning)),
        ];
    }

    private static IEnumerable<(string Key, string Value)> Methods(ModelDescription model)
    {
        if (model.Methods.Count > 0) yield return ("methods", string.Join(", ", model.Methods));
        if (model.WithoutMeaning.Count > 0) yield return ("no meaning", $"{string.Join(", ", model.WithoutMeaning)}: {model.Reason}");
    }
}
