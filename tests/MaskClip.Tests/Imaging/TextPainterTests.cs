using MaskClip.Drawing.Text;
using SkiaSharp;

namespace MaskClip.Tests.Imaging;

public class TextPainterTests
{
    private static readonly TextPainter Strokes = new(null);

    [Fact]
    public void Draw_EveryPrintableAscii_LeavesInkInStrokeFont()
    {
        for (char c = '!'; c <= '~'; c++) Assert.True(Ink(Strokes, c.ToString()) > 0, $"'{c}' draws nothing");
    }

    [Fact]
    public void Draw_EveryPairOfCharacters_LooksDifferentInStrokeFont()
    {
        var pictures = Enumerable.Range('!', '~' - '!' + 1).Select(c => Convert.ToHexString(Pixels(Strokes, ((char)c).ToString())));
        Assert.Equal('~' - '!' + 1, pictures.Distinct().Count());
    }

    [Fact]
    public void Draw_SystemFont_LeavesInk()
    {
        var typeface = SystemFont.Find(SystemFont.Folders);
        Assert.SkipWhen(typeface is null, "This machine has no font file.");
        var painter = new TextPainter(typeface);
        Assert.NotEqual("stroke font", painter.FontName);
        Assert.True(Ink(painter, "Grass") > 50);
    }

    [Fact]
    public void Draw_CharacterThatNoFontHas_ShowsAQuestionMark()
    {
        Assert.Equal(Pixels(Strokes, "?"), Pixels(Strokes, "\u4E00"));
        Assert.Equal(Pixels(TextPainter.Shared, "?"), Pixels(TextPainter.Shared, "\U000F0001"));
    }

    [Theory]
    [InlineData("stroke")]
    [InlineData("shared")]
    public void Measure_AnyText_CoversItsInk(string kind)
    {
        var painter = kind == "stroke" ? Strokes : TextPainter.Shared;
        using var bitmap = Draw(painter, "Wide open gjpqy @ 100 %", 20);
        int width = (int)Math.Ceiling(painter.Measure("Wide open gjpqy @ 100 %", 20));
        for (int y = 0; y < bitmap.Height; y++)
        {
            for (int x = 6 + width; x < bitmap.Width; x++) Assert.Equal(255, bitmap.GetPixel(x, y).Red);
        }
    }

    [Fact]
    public void FontName_WithoutFont_IsStrokeFont() => Assert.Equal("stroke font", Strokes.FontName);

    [Fact]
    public void Find_FoldersWithoutUsableFonts_IsNull()
    {
        using var folder = new TestFolder();
        folder.Write("DejaVuSans.ttf", "no font"u8.ToArray());
        folder.Write("other.otf", []);
        Assert.Null(SystemFont.Find([folder.Root, folder["missing"]]));
    }

    [Fact]
    public void Find_FontOfAnUnknownName_IsFound()
    {
        var folders = SystemFont.Folders.Where(Directory.Exists);
        var known = folders.SelectMany(f => Directory.EnumerateFiles(f, "DejaVuSans.ttf", SearchOption.AllDirectories)).FirstOrDefault();
        Assert.SkipWhen(known is null, "This machine has no DejaVu Sans.");
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["deep"]);
        File.Copy(known, folder[Path.Combine("deep", "unheard-of.TTF")]);
        using var typeface = SystemFont.Find([folder.Root]);
        Assert.Equal("DejaVu Sans", typeface?.FamilyName);
    }

    private static int Ink(TextPainter painter, string text) => Pixels(painter, text).Count(value => value < 128);

    private static byte[] Pixels(TextPainter painter, string text)
    {
        using var bitmap = Draw(painter, text, 20);
        return bitmap.GetPixelSpan().ToArray();
    }

    private static SKBitmap Draw(TextPainter painter, string text, float size)
    {
        var bitmap = new SKBitmap(new SKImageInfo(400, 60, SKColorType.Gray8, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        painter.Draw(canvas, text, 5, 45, size, SKColors.Black);
        return bitmap;
    }
}
