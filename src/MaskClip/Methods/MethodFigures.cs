namespace MaskClip.Dense;

/// <summary>Mean IoU in percent as published, in the protocol that SCLIP and its successors share; what was not published is missing.</summary>
/// <param name="Model">CLIP's size, e.g. <c>ViT-B/16</c>.</param>
/// <param name="Source">Who says so, and what was added to the method.</param>
internal sealed record MethodFigures(string Model, string Source)
{
    /// <summary>The data sets, in the order in which papers list them.</summary>
    public static IReadOnlyList<string> DataSets { get; } =
        ["VOC21", "Context60", "COCO-Object", "VOC20", "Cityscapes", "Context59", "ADE20K", "COCO-Stuff"];

    /// <summary>One number for each data set.</summary>
    public required IReadOnlyList<double?> Values { get; init; }

    /// <summary>The mean over all eight, where all are known.</summary>
    public double? Average => Values.Any(value => value is null) ? null : Values.Average();

    /// <summary>Figures in the order of <see cref="DataSets"/>.</summary>
    public static MethodFigures Of(string model, string source, params double?[] values) => values.Length == DataSets.Count
        ? new(model, source) { Values = values }
        : throw new ArgumentException($"There are {values.Length} figures; {DataSets.Count} are needed, null where there is none.", nameof(values));
}
