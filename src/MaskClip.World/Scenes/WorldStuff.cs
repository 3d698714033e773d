using MaskClip.World.Stuff;

namespace MaskClip.World.Scenes;

/// <summary>Stuff in a scene.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Word">What can be said of it ("blue", "brick"), or nothing.</param>
/// <param name="Pixels">Its visible pixels.</param>
/// <param name="Area">Its share of the picture, 0..1.</param>
internal sealed record WorldStuff(StuffKind Kind, string Word, int Pixels, float Area);
