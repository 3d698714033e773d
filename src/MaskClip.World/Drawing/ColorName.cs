namespace MaskClip.World.Drawing;

/// <summary>The eleven basic color terms of English.</summary>
internal enum ColorName
{
    Red,
    Orange,
    Yellow,
    Green,
    Blue,
    Purple,
    Pink,
    Brown,
    Black,
    White,
    Grey,
}
