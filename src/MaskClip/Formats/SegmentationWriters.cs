using MaskClip.Formats;
using MaskClip.Storage;
using MaskClip.Telemetry;

namespace MaskClip;

/// <summary>The formats that results can be written in: four that come along, and those that a program registers.</summary>
/// <remarks>Safe to use from several threads, and so are the writers that it gives.</remarks>
public static class SegmentationWriters
{
    private const int MaxNameLength = 64;

    private static readonly Lock Registering = new();

    private static volatile IReadOnlyList<ISegmentationWriter> all =
        [new OverlayWriter(), new MaskWriter(), new HeatMapWriter(), new JsonWriter()];

    /// <summary>
    /// All formats at this moment: <c>overlay</c>, <c>mask</c>, <c>heatmap</c>, <c>json</c>, and registered ones in the order in which they
    /// came.
    /// </summary>
    public static IReadOnlyList<ISegmentationWriter> All => all;

    /// <summary>
    /// Makes a format known to the whole process: <see cref="Parse"/> then finds it, and so does whatever takes formats by name.
    /// </summary>
    /// <remarks>Registering the same one again changes nothing. Formats cannot be replaced.</remarks>
    /// <param name="writer">The format. It must be safe to use from several threads.</param>
    /// <exception cref="OptionsException">Its name cannot be written in a list, or another format has it; capitals make no
    /// difference.</exception>
    public static void Register(ISegmentationWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var name = writer.Name;
        if (name is not { Length: >= 1 and <= MaxNameLength }
            || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            throw new OptionsException(
                $"An output format cannot be named '{name}'; up to {MaxNameLength} letters, digits, '-', '_' and '.' are allowed.");
        }

        lock (Registering)
        {
            var known = all.FirstOrDefault(other => other.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (known is null) all = [.. all, writer];
            else if (!known.Equals(writer))
            {
                throw new OptionsException(
                    $"There is another output format '{known.Name}' already. Register yours under a name of its own.");
            }
        }
    }

    /// <summary>Finds formats by name.</summary>
    /// <param name="names">Names separated by commas, for example <c>overlay,json</c>; capitals and blanks make no difference.</param>
    /// <returns>The writers in the order given, each once.</returns>
    /// <exception cref="OptionsException">A name is unknown, or there is none; the message lists the allowed ones.</exception>
    public static IReadOnlyList<ISegmentationWriter> Parse(string names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var parts = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            throw new OptionsException($"No output format was given. Available: {Allowed}. Separate several with commas.");
        return [.. parts.Select(Find).Distinct()];
    }

    private static string Allowed => string.Join(", ", All.Select(writer => writer.Name));

    private static ISegmentationWriter Find(string name) =>
        All.FirstOrDefault(writer => writer.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new OptionsException($"Unknown output format '{name}'. Available: {Allowed}. Separate several with commas.");

    /// <summary>Writes a result in several formats at once.</summary>
    /// <remarks>Compressing one file keeps one core busy; formats do not depend on each other.</remarks>
    /// <param name="writers">The formats.</param>
    /// <param name="photo">The photo.</param>
    /// <param name="result">Its result.</param>
    /// <param name="folder">Where the files are written; created.</param>
    /// <param name="stem">How the files' names start.</param>
    /// <param name="threads">Threads that it may take; <see langword="default"/> is one per core.</param>
    /// <returns>The files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(
        IEnumerable<ISegmentationWriter> writers, RgbImage photo, Segmentation result, string folder, string stem, Parallelism threads)
    {
        ISegmentationWriter[] all = [.. writers];
        var written = new IReadOnlyList<string>[all.Length];
        using var stage = Stage.Begin(Stage.Write);
        threads.For(all.Length, i => written[i] = all[i].Write(photo, result, folder, stem) ?? []);
        return [.. written.SelectMany(paths => paths)];
    }
}
