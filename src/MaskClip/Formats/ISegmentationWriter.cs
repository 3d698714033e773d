namespace MaskClip;

/// <summary>Writes results in one format.</summary>
/// <remarks>An implementation must be safe to use from several threads: results of a folder are written side by side.</remarks>
public interface ISegmentationWriter
{
    /// <summary>The format's name, as <see cref="SegmentationWriters.Parse"/> takes it.</summary>
    string Name { get; }

    /// <summary>Writes a result.</summary>
    /// <remarks>Each file appears whole or not at all; files of the same name are replaced, a missing folder is created.</remarks>
    /// <param name="photo">The photo, of the result's size.</param>
    /// <param name="result">The result.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="stem">How their names start, usually the photo's name without its ending.</param>
    /// <returns>The paths that were written.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem);
}
