namespace MaskClip.CommandLine.Inputs;

/// <summary>One photo to segment.</summary>
/// <param name="Name">What it is called in messages: its path, or "stdin".</param>
/// <param name="Folder">The sub-folder of the output, so that photos of one name in several folders do not meet; "" for none.</param>
/// <param name="Stem">How its results' names start.</param>
/// <param name="Read">Reads it; into rented memory where that is asked for and possible.</param>
/// <param name="Path">Its file, if it is one.</param>
public sealed record PhotoInput(string Name, string Folder, string Stem, Func<bool, RgbImage> Read, string? Path = null)
{
    /// <summary>Whether it comes from standard input, which can be read once.</summary>
    public bool IsStandardInput { get; init; }

    /// <summary>Its place among the results, without endings: what tells it from all others of a run.</summary>
    public string Place => System.IO.Path.Combine(Folder, Stem).Replace('\\', '/');

    /// <summary>Reads it.</summary>
    public RgbImage Load() => Read(false);

    /// <summary>Reads it for as long as it is worked on.</summary>
    public RgbImage Rent() => Read(true);
}
