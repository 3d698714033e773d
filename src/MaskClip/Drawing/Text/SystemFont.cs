using SkiaSharp;

namespace MaskClip.Drawing.Text;

/// <summary>Finds a font file on this machine.</summary>
/// <remarks>SkiaSharp's own font manager has no fonts on Linux without fontconfig, and draws nothing, silently.</remarks>
internal static class SystemFont
{
    private const int MaxFilesTried = 20;

    // Looked up by name first: walking font folders with thousands of files would delay every start.
    private static readonly string[] Preferred =
    [
        "truetype/dejavu/DejaVuSans.ttf", "TTF/DejaVuSans.ttf", "dejavu-sans-fonts/DejaVuSans.ttf", "dejavu/DejaVuSans.ttf",
        "DejaVuSans.ttf",
        "truetype/noto/NotoSans-Regular.ttf", "noto/NotoSans-Regular.ttf", "google-noto/NotoSans-Regular.ttf", "NotoSans-Regular.ttf",
        "truetype/liberation/LiberationSans-Regular.ttf", "truetype/liberation2/LiberationSans-Regular.ttf",
        "liberation-sans/LiberationSans-Regular.ttf", "liberation/LiberationSans-Regular.ttf", "truetype/freefont/FreeSans.ttf",
        "segoeui.ttf", "arial.ttf", "Arial.ttf", "Supplemental/Arial.ttf", "Helvetica.ttc",
    ];

    /// <summary>The folders where systems keep fonts; they need not exist.</summary>
    public static IReadOnlyList<string> Folders { get; } =
    [
        "/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts",
        .. UserFolders(".fonts", ".local/share/fonts", "Library/Fonts"),
        .. new[] { Environment.GetFolderPath(Environment.SpecialFolder.Fonts) }.Where(folder => folder.Length > 0),
    ];

    /// <summary>The first usable font of some folders; <see langword="null"/> when there is none.</summary>
    public static SKTypeface? Find(IEnumerable<string> folders)
    {
        var existing = folders.Where(Directory.Exists).ToList();
        var wellKnown = existing.SelectMany(_ => Preferred, Path.Combine).Where(File.Exists);
        var any = existing.SelectMany(FontFiles).Take(MaxFilesTried);
        return wellKnown.Concat(any).Select(TryOpen).FirstOrDefault(typeface => typeface is not null);
    }

    private static IEnumerable<string> FontFiles(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 5 })
            .Where(path => Path.GetExtension(path).ToUpperInvariant() is ".TTF" or ".OTF");

    private static IEnumerable<string> UserFolders(params string[] names)
    {
        var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return user.Length == 0 ? [] : names.Select(name => Path.Combine(user, name));
    }

    private static SKTypeface? TryOpen(string path)
    {
        var typeface = SKTypeface.FromFile(path);
        if (typeface is not null && Draws(typeface)) return typeface;
        typeface?.Dispose();
        return null;
    }

    /// <summary>Symbol fonts have no letters, and some fonts open yet draw nothing: only ink proves a font.</summary>
    private static bool Draws(SKTypeface typeface)
    {
        using var font = new SKFont(typeface, 20);
        for (char c = '!'; c <= '~'; c++)
        {
            if (font.GetGlyph(c) == 0) return false;
        }

        using var bitmap = new SKBitmap(new SKImageInfo(24, 24, SKColorType.Gray8, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = SKColors.White };
        canvas.DrawText("A", 2, 20, SKTextAlign.Left, font, paint);
        return bitmap.GetPixelSpan().ContainsAnyExcept((byte)0);
    }
}
