using MaskClip.World.Scenes;

namespace MaskClip.World.Files;

/// <summary>A scene in the tables of a folder.</summary>
/// <param name="Id">The name of its files.</param>
/// <param name="World">The world's version.</param>
/// <param name="Seed">What it was drawn from.</param>
/// <param name="Split">train or test.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Classes">What can be seen in it.</param>
/// <param name="HeldOut">Which held-out combinations ("blue cow") can be seen in it.</param>
/// <param name="Captions">Its captions.</param>
internal sealed record SceneRow(
    string Id,
    int World,
    long Seed,
    string Split,
    int Width,
    int Height,
    IReadOnlyList<string> Classes,
    IReadOnlyList<string> HeldOut,
    IReadOnlyList<string> Captions);
