namespace MaskClip.World.Drawing;

/// <summary>What is on a coat.</summary>
internal enum Pattern
{
    Plain,
    Striped,
    Spotted,
    Checked,
}
