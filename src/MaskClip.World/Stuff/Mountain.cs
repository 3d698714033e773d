using System.Numerics;
using MaskClip.World.Drawing;

namespace MaskClip.World.Stuff;

/// <summary>Mountains: rock in light and shade, mostly under snow near the top.</summary>
/// <param name="view">The scene's geometry.</param>
/// <param name="dice">Decides how they look.</param>
/// <param name="ridge">The row (in pixels) of the ridge in each column.</param>
/// <param name="unit">Pixels a unit.</param>
internal sealed class Mountain(View view, Dice dice, float[] ridge, float unit) : Surface(view, dice)
{
    private readonly Vector3 rock = Vary(dice.Pick(new Vector3(124, 118, 116), new Vector3(112, 96, 84), new Vector3(96, 108, 130),
        new Vector3(136, 128, 140)), dice);
    private readonly float snow = dice.Chance(0.65f) ? dice.Between(0.03f, 0.10f) : 0;
    private readonly float side = dice.Pick(-1f, 1f);
    private readonly Vector3 haze = new(188, 204, 222);

    public override Vector3 At(float x, float y, int column, int row)
    {
        int left = Math.Max(column - 2, 0), right = Math.Min(column + 2, ridge.Length - 1);
        float slope = (ridge[right] - ridge[left]) / Math.Max(right - left, 1), rough = Noise(x, 0.6f * y, 0.28f) - 0.5f;
        float depth = (row + 0.5f - ridge[column]) / unit;
        float light = Math.Clamp(0.5f + 0.28f * side * slope + 1.3f * rough, 0, 1);
        var stone = rock * (0.66f + 0.62f * light);
        if (snow > 0 && depth < snow * (1 + 2.4f * rough)) stone = Mix(new Vector3(186, 200, 224), new Vector3(250, 252, 255), light);
        float low = Math.Clamp((y - ridge[column] / unit) / Math.Max(View.Horizon - ridge[column] / unit, 0.02f), 0, 1);
        return Mix(stone, haze, 0.30f * low);
    }
}
