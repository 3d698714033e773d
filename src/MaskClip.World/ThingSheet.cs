using MaskClip.Drawing.Text;
using MaskClip.Imaging;
using MaskClip.World.Drawing;
using MaskClip.World.Layouts;
using MaskClip.World.Things;
using SkiaSharp;

namespace MaskClip.World;

/// <summary>A contact sheet: four of every thing by name, and below some scenes with their masks.</summary>
public static class ThingSheet
{
    private const int Cell = 56;
    private const int EachThing = 4;
    private const int Columns = 4;
    private const int Label = 15;
    private const int Scene = 128;

    // One for each seventh of the sheet's width, chosen for variety.
    private static readonly int[] Scenes = [3, 13, 16, 20, 33, 35, 45];
    private static readonly SKColor Paper = new(206, 218, 210);

    /// <summary>Draws the sheet; always the same.</summary>
    public static RgbImage Draw()
    {
        int rows = (AllThings.List.Count + Columns - 1) / Columns, top = rows * (Cell + Label);
        var size = new SKImageInfo(Columns * EachThing * Cell, top + 2 * Scene, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var sheet = new SKBitmap(size);
        sheet.Erase(Paper);
        using (var owners = new SKBitmap(new SKImageInfo(sheet.Width, sheet.Height, SKColorType.Alpha8, SKAlphaType.Premul)))
        using (var canvas = new SKCanvas(sheet))
        {
            for (int i = 0; i < AllThings.List.Count; i++)
            {
                int x = i % Columns * EachThing * Cell, y = i / Columns * (Cell + Label);
                TextPainter.Strokes.Draw(canvas, AllThings.List[i].Name, x + 4, y + Label - 3, 12, new SKColor(60, 60, 60));
                for (int kind = 0; kind < EachThing; kind++) DrawThing(sheet, owners, AllThings.List[i], kind, x + kind * Cell, y + Label);
            }

            for (int i = 0; i < Scenes.Length; i++)
            {
                DrawScene(canvas, SmallWorld.Scene(Scenes[i], WorldSplit.Test, Scene, Scene), i * Scene, top);
            }
        }

        return sheet.ToRgbImage();
    }

    private static void DrawThing(SKBitmap sheet, SKBitmap owners, Thing thing, int kind, int x, int y)
    {
        var dice = Dice.For(kind, 500 + WorldClasses.IndexOf(thing));
        var pose = thing.Poses[(kind * thing.Poses.Count / EachThing + kind) % thing.Poses.Count];
        float size = Math.Min(0.9f * Cell / pose.Width, 0.9f * Cell / pose.Height), middle = x + Cell / 2f,
            foot = y + (Cell + pose.Height * size) / 2;
        var pattern = kind == EachThing - 1 ? thing.Patterns[^(1 + dice.Below(Math.Min(3, thing.Patterns.Count)))] : Pattern.Plain;
        var color = kind == 2 && thing.AnyColor
            ? dice.Pick<ColorName>([.. Colors.All])
            : thing.UsualColors[kind * 3 % thing.UsualColors.Count];
        using var pad = new Pad(sheet, owners, new Light(0.5f, 0.7f, 0, kind == 1 ? 18 : 0, kind == 2 ? 0.3f : 0));
        using var coat = new Coat(color, pattern, dice);
        var place = new SKMatrix(kind % 2 == 0 ? size : -size, 0, middle, 0, size, foot, 0, 0, 1);
        pad.Begin(1, coat, place, new SKRect(-pose.Width, -1.4f * pose.Height, pose.Width, 0.2f));
        thing.Draw(pad, pose, dice);
        pad.End(thing.IsLuminous);
    }

    private static void DrawScene(SKCanvas canvas, WorldScene scene, int x, int y)
    {
        using var picture = scene.Picture.ToBitmap();
        canvas.DrawBitmap(picture, x, y, SKSamplingOptions.Default);
        var colors = new byte[3 * Scene * Scene];
        for (int at = 0; at < Scene * Scene; at++)
        {
            (colors[3 * at], colors[3 * at + 1], colors[3 * at + 2]) = WorldClasses.Palette[scene.Mask.Indices[at]];
        }

        using var mask = new RgbImage(Scene, Scene, colors).ToBitmap();
        canvas.DrawBitmap(mask, x, y + Scene, SKSamplingOptions.Default);
    }
}
