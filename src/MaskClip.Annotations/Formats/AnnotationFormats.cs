namespace MaskClip.Annotations.Formats;

/// <summary>The formats that come along, and those that a program registers.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class AnnotationFormats
{
    private static readonly Lock Registering = new();

    private static volatile IReadOnlyList<IAnnotationFormat> all =
    [
        new CocoFormat(), new VocFormat(), new YoloFormat(), new LabelmeFormat(), new CvatFormat(), new LabelStudioFormat(),
        new GeoJsonFormat(), new MasksFormat(),
    ];

    /// <summary>All formats at this moment.</summary>
    public static IReadOnlyList<IAnnotationFormat> All => all;

    /// <summary>Makes a format known to the whole process.</summary>
    /// <param name="format">The format.</param>
    /// <exception cref="ArgumentException">Its name is empty, or another format has it.</exception>
    public static void Register(IAnnotationFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentException.ThrowIfNullOrWhiteSpace(format.Name);
        lock (Registering)
        {
            if (all.Contains(format)) return;
            if (all.Any(other => other.Name.Equals(format.Name, StringComparison.OrdinalIgnoreCase)))
                throw new ArgumentException($"There is another annotation format '{format.Name}'. Register yours under a name of its own.");
            all = [.. all, format];
        }
    }

    /// <summary>Finds a format by its name; capitals make no difference.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static IAnnotationFormat Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return all.FirstOrDefault(format => format.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"Unknown annotation format '{name}'. Available: {string.Join(", ", all.Select(format => format.Name))}.", nameof(name));
    }
}
