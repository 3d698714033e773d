using System.Globalization;
using MaskClip.Checkpoints;

namespace MaskClip.Students;

/// <summary>What there is to know about a student, for people; all of it stands in its file's header.</summary>
internal static class StudentFacts
{
    private const int MaxNames = 12;

    /// <summary>A name and a value each.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(StudentFile file)
    {
        var config = file.Config;
        string[] names = [.. file.Vocabulary.Classes.Select(one => one.Name)];
        return
        [
            (
                "family",
                "student: a segmentation network of MaskCLIP+, which knows its classes and needs no model of texts (the file's header)"),
            ("network", Network(config)),
            ("classes", $"{names.Length}: {string.Join(", ", names.Take(MaxNames))}{(names.Length > MaxNames ? ", ..." : "")}"),
            (
                "classifier",
                $"{config.Classifier}{(config.LearnedBackground ? ", with a learned background" : "")}, embedding {config.EmbeddingSize}"),
            ("image", $"used at {config.PhotoSize} pixels; logits in cells of {config.LogitStride}"),
            ("parameters", $"{file.Tensors.Values.Where(tensor => !tensor.Type.IsInteger()).Sum(tensor => tensor.Count) / 1e6:0.0} M"),
            ("mean, std", $"{Numbers(config.Mean)}, {Numbers(config.Std)}"),
            ("methods", "none: it gives labels by itself"),
        ];
    }

    private static string Network(StudentConfig config) => config.Transformer is { } transformer
        ? $"{config.Decoder} on a vision transformer, patch {transformer.Patch}, width {transformer.Width}, {transformer.Layers} " +
            $"blocks, {transformer.Heads} heads, {transformer.Activation}"
        : $"{config.Decoder}{Dilations(config)} on a ResNet, {config.Backbone!.Kind}, " +
            $"{string.Join("-", config.Backbone.Layers)} blocks, width {config.Backbone.Width}";

    private static string Dilations(StudentConfig config) =>
        config.Dilations.Count == 0 ? "" : $" (dilations {string.Join(", ", config.Dilations)})";

    private static string Numbers(IEnumerable<float> values) =>
        string.Join(" ", values.Select(value => value.ToString("0.0000", CultureInfo.InvariantCulture)));
}
