namespace MaskClip.Annotations.Formats.Geo;

/// <summary>Finds the GeoTIFF that a photo is, or was made from.</summary>
internal static class GeoReferences
{
    private static readonly string[] Endings = [".tif", ".tiff", ".TIF", ".TIFF"];

    /// <summary>Where an annotated photo's pixels lie.</summary>
    /// <param name="photo">The photo. Where its file is not a TIFF, one of the same name beside it is looked into.</param>
    /// <returns><see langword="null"/> where nothing says that it lies on the Earth.</returns>
    /// <exception cref="FormatException">The GeoTIFF is of another size, or cannot be used; the message says why.</exception>
    public static GeoReference? Of(AnnotatedPhoto photo)
    {
        var beside = photo.PhotoPath is { } path ? Beside(path) : null;
        using var file = beside is not null ? File.OpenRead(beside) : photo.OpenPhoto?.Invoke();
        return file is null ? null : Read(file, beside ?? photo.Name, photo.Width, photo.Height);
    }

    /// <summary>The TIFF of a file's name beside it, or the file itself; <see langword="null"/> where there is none.</summary>
    public static string? Beside(string path) =>
        Endings.Select(ending => Path.ChangeExtension(path, ending)).FirstOrDefault(File.Exists);

    /// <summary>Reads where a photo of a size lies.</summary>
    public static GeoReference? Read(Stream file, string name, int width, int height)
    {
        var reference = GeoReference.Read(Seekable(file));
        if (reference is null || (reference.Width, reference.Height) == (width, height)) return reference;
        throw new FormatException(
            $"'{name}' is {reference.Width}x{reference.Height} pixels and the photo {width}x{height}, so that it does not say where they "
            + "lie.");
    }

    private static Stream Seekable(Stream file)
    {
        if (file.CanSeek) return file;
        var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy;
    }
}
