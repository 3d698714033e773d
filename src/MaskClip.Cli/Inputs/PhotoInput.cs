namespace MaskClip.Cli.Inputs;

/// <summary>One photo to segment.</summary>
/// <param name="Name">What it is called in messages: its path, or "stdin".</param>
/// <param name="Folder">The sub-folder of the output, so that photos of one name in several folders do not meet; "" for none.</param>
/// <param name="Stem">How its results' names start.</param>
/// <param name="Load">Reads it.</param>
internal sealed record PhotoInput(string Name, string Folder, string Stem, Func<RgbImage> Load);
