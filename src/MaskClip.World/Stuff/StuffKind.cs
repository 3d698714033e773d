namespace MaskClip.World.Stuff;

/// <summary>What fills a scene behind and under its things.</summary>
internal enum StuffKind
{
    Sky,
    NightSky,
    Grass,
    Sand,
    Water,
    Snow,
    Road,
    Wall,
    Floor,
    Mountain,
}
