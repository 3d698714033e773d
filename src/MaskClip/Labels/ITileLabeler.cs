using MaskClip.Storage;

namespace MaskClip.Labels;

/// <summary>Finds the best row of scores of every pixel of a tile.</summary>
internal interface ITileLabeler
{
    /// <summary>The most columns and rows of a tile.</summary>
    (int Width, int Height) Tile { get; }

    /// <summary>Whether several tiles may be worked on at once; else a tile keeps all threads busy by itself.</summary>
    bool Parallel { get; }

    /// <summary>Makes the windows ready that rows of the photo need.</summary>
    void Require(int from, int to);

    /// <summary>The first row of windows of a pass that a row of the photo needs.</summary>
    int FirstWindows(int pass, int y);

    /// <summary>Labels a tile.</summary>
    /// <param name="tile">Its box in the photo.</param>
    /// <param name="rules">Which rows may be given, and what becomes of them.</param>
    /// <param name="threads">Threads that it may take.</param>
    /// <param name="write">Takes each row's best rows of scores and their probabilities, from top to bottom.</param>
    void Label(PixelBox tile, LabelRules rules, Parallelism threads, TileWriter write);
}

/// <summary>Takes the best row of scores and its probability for each pixel of one row of a tile.</summary>
/// <param name="y">The photo's row.</param>
/// <param name="rows">The best row of scores of each pixel.</param>
/// <param name="confidence">Its probability.</param>
internal delegate void TileWriter(int y, ReadOnlySpan<int> rows, ReadOnlySpan<float> confidence);
