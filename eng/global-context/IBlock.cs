using MaskClip;

/// <summary>What attends in a model: first what is each window's own, then the attention.</summary>
internal interface IBlock : IDisposable
{
    /// <summary>Pixels of a cell.</summary>
    int Cell { get; }

    /// <summary>Pixels from a cell's beginning to where it sits.</summary>
    double Middle { get; }

    /// <summary>Runs a window up to the attention.</summary>
    Dictionary<string, float[]> Run(RgbImage window);

    /// <summary>Unit features of each window's cells, every token attending over those of all windows given.</summary>
    float[][] Attend(Window[] windows, string method);
}
