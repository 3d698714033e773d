using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.Families;
using MaskClip.Model;
using MaskClip.Models;
using MaskClip.Storage;
using MaskClip.Towers;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip models info</c>.</summary>
internal static class ModelsInfoCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var name = new Argument<string>("model") { Description = "A model's name, or a path to a checkpoint file or folder." };
        var command = new Verb("info", "Show a model's towers, sizes, parameters and tokens per image.", "maskclip models info ViT-B-16", name);
        command.SetAction(result =>
        {
            var text = result.GetValue(name)!;
            var rows = KnownModels.Find(host.Catalogue, text) is { } known && host.Models.Find(known.Name) is null
                ? Published(known)
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
        ("image tower", model.PatchSize is { } patch
            ? $"vision transformer, patch {patch}, width {model.VisionWidth}, {model.VisionLayers[0]} blocks"
            : $"ResNet, stem {model.VisionWidth}, {string.Join("-", model.VisionLayers)} blocks"),
        ("image", ClipFacts.Tokens(model.Resolution, model.Stride)),
        ("text tower", $"width {model.TextWidth}, 12 blocks"),
        ("embedding", $"{model.EmbeddingWidth}"),
        ("parameters", $"{model.Parameters / 1e6:0.0} M"),
    ];

    private static IEnumerable<(string Key, string Value)> Opened(ModelSource source, CliHost host)
    {
        using var model = ModelFamilies.Open(source, OpeningOptions.Of(new SegmenterOptions { CacheFolder = host.CacheFolder }));
        return
        [
            ("name", source.DisplayName),
            ("path", source.Path),
            ("hash", model.Hash),
            .. model.Facts,
            .. model.Warnings.Select(warning => ("warning", warning)),
        ];
    }
}
