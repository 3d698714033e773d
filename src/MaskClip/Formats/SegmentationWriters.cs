using MaskClip.Formats;
using MaskClip.Storage;

namespace MaskClip;

/// <summary>The formats that results can be written in.</summary>
/// <remarks>Safe to use from several threads, and so are the writers that it gives.</remarks>
public static class SegmentationWriters
{
    /// <summary>All formats: <c>overlay</c>, <c>mask</c>, <c>heatmap</c>, <c>json</c>.</summary>
    public static IReadOnlyList<ISegmentationWriter> All { get; } =
        [new OverlayWriter(), new MaskWriter(), new HeatMapWriter(), new JsonWriter()];

    /// <summary>Finds formats by name.</summary>
    /// <param name="names">Names parted by commas, for example <c>overlay,json</c>; capitals and blanks do not matter.</param>
    /// <returns>The writers in the order given, each once.</returns>
    /// <exception cref="OptionsException">A name is unknown, or there is none; the message lists the allowed ones.</exception>
    public static IReadOnlyList<ISegmentationWriter> Parse(string names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var parts = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0) throw new OptionsException($"No output format was given; allowed are {Allowed}.");
        return [.. parts.Select(Find).Distinct()];
    }

    private static string Allowed => string.Join(", ", All.Select(writer => writer.Name));

    private static ISegmentationWriter Find(string name) =>
        All.FirstOrDefault(writer => writer.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new OptionsException($"'{name}' is no output format; allowed are {Allowed}, several parted by commas.");

    /// <summary>Writes a result in several formats at once.</summary>
    /// <remarks>Compressing one file keeps one core busy; formats do not depend on each other.</remarks>
    internal static void Write(
        IEnumerable<ISegmentationWriter> writers, RgbImage photo, Segmentation result, string folder, string stem, Parallelism threads)
    {
        ISegmentationWriter[] all = [.. writers];
        threads.For(all.Length, i => all[i].Write(photo, result, folder, stem));
    }
}
