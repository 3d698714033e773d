namespace MaskClip;

/// <summary>Writes results in one format.</summary>
/// <remarks>
/// An implementation must be safe to use from several threads: results of a folder are written side by side.
/// <see cref="SegmentationWriters.Register"/> makes one of your own known by its name; docs/library.md shows one.
/// </remarks>
public interface ISegmentationWriter
{
    /// <summary>
    /// The format's name, as <see cref="SegmentationWriters.Parse"/> takes it: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>. Always the
    /// same.
    /// </summary>
    string Name { get; }

    /// <summary>Writes a result.</summary>
    /// <remarks>
    /// Files of the same name are replaced, a missing folder is created. Each file appears whole or not at all: write another file first
    /// and move it there. Names begin with the stem and a dot and go on unlike other formats' (<c>STEM.mask.png</c>), so that several
    /// formats lie in one folder.
    /// </remarks>
    /// <param name="photo">The photo, of the result's size.</param>
    /// <param name="result">The result.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="stem">How their names start, usually the photo's name without its ending.</param>
    /// <returns>The paths that were written.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem);
}
