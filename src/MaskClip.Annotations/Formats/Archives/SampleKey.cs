using System.Text;

namespace MaskClip.Annotations.Formats.Archives;

/// <summary>
/// Keys of samples. WebDataset ends a key at the first dot of a file name, so dots in photos' names are written as <c>%2E</c>; an ending
/// that is not <c>.jpg</c> belongs to the key, so that <c>a.jpg</c> and <c>a.png</c> are two samples.
/// </summary>
internal static class SampleKey
{
    /// <summary>The key of a photo, and the ending of its file.</summary>
    /// <exception cref="AnnotationException">The name leads out of the folder.</exception>
    public static (string Key, string Ending) Of(string photo)
    {
        var stem = PhotoStem.Of(photo).Replace('\\', '/');
        var ending = Path.GetExtension(photo).TrimStart('.').ToLowerInvariant();
        var key = new StringBuilder();
        int slash = stem.LastIndexOf('/');
        key.Append(stem.AsSpan(0, slash + 1));
        foreach (char letter in stem.AsSpan(slash + 1)) Append(key, letter);
        if (ending is not ("jpg" or "")) key.Append("%2E").Append(ending);
        return (key.ToString(), ending.Length > 0 && ending.All(char.IsAsciiLetterOrDigit) ? ending : "bin");
    }

    /// <summary>Key and rest of an entry's name; <see langword="null"/> where it is not part of a sample.</summary>
    public static (string Key, string Part)? Split(string entry)
    {
        int name = entry.LastIndexOf('/') + 1, dot = entry.IndexOf('.', name);
        return dot <= name ? null : (entry[..dot], entry[(dot + 1)..].ToLowerInvariant());
    }

    private static void Append(StringBuilder key, char letter)
    {
        if (letter == '.') key.Append("%2E");
        else if (letter == '%') key.Append("%25");
        else key.Append(letter);
    }
}
