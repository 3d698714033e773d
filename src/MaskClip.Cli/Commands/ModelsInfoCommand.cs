using System.CommandLine;
using MaskClip.Checkpoints;
using MaskClip.Clip;
using MaskClip.Models;

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
        ("image", $"{model.Resolution} pixels, {Tokens(model.Resolution, model.Stride)}"),
        ("text tower", $"width {model.TextWidth}, 12 blocks"),
        ("embedding", $"{model.EmbeddingWidth}"),
        ("parameters", $"{model.Parameters / 1e6:0.0} M"),
    ];

    private static IEnumerable<(string Key, string Value)> Opened(ModelSource source, CliHost host)
    {
        using var model = Segmenter.Open(source, new SegmenterOptions { CacheFolder = host.CacheFolder });
        var config = model.Config;
        List<(string, string)> rows = [("name", source.DisplayName), ("path", source.Path ?? "inside maskclip"), ("hash", model.Hash)];
        if (config.Image is { } image)
        {
            rows.Add(("image tower", image switch
            {
                VisionTransformerConfig vit => $"vision transformer, patch {vit.PatchSize}, width {vit.Width}, {vit.Layers} blocks, {vit.Heads} heads",
                ModifiedResNetConfig resNet => $"ResNet, {string.Join("-", resNet.Layers)} blocks, {resNet.Width} channels, {resNet.Heads} heads",
                _ => image.GetType().Name,
            }));
            rows.Add(("image", $"{image.ImageSize} pixels, {Tokens(image.ImageSize, image.Stride)}"));
            rows.Add(("embedding", $"{image.EmbeddingSize}"));
        }

        if (config.Text is { } text) rows.Add(("text tower", $"width {text.Width}, {text.Layers} blocks, {text.Heads} heads, {text.ContextLength} tokens, vocabulary {text.VocabularySize}"));
        rows.Add(("parameters", $"{model.Checkpoint.Tensors.Values.Where(IsParameter).Sum(tensor => tensor.Count) / 1e6:0.0} M"));
        rows.Add(("activation", config.Activation == Activation.QuickGelu ? "quick-gelu" : "gelu"));
        rows.Add(("epsilon", $"{config.Epsilon:0.0e+0}"));
        rows.Add(("mean, std", $"{string.Join(" ", config.Mean.Select(value => value.ToString("0.0000")))}, {string.Join(" ", config.Std.Select(value => value.ToString("0.0000")))}"));
        rows.AddRange(config.Warnings.Select(warning => ("warning", warning)));
        return rows;
    }

    private static string Tokens(int size, int stride) => $"{size / stride}x{size / stride} cells of {stride}, {size / stride * (size / stride) + 1} tokens per image";

    private static bool IsParameter(CheckpointTensor tensor) =>
        !tensor.Type.IsInteger() && !tensor.Name.EndsWith("running_mean", StringComparison.Ordinal) && !tensor.Name.EndsWith("running_var", StringComparison.Ordinal);
}
