using MaskClip.Annotations;
using MaskClip.Annotations.Formats;

namespace MaskClip.CommandLine.Inputs;

/// <summary>Which annotation files a run writes, and how.</summary>
/// <param name="Formats">The formats.</param>
/// <param name="Tolerance">How many pixels outlines may move; 0 writes exact masks.</param>
public sealed record AnnotationSettings(IReadOnlyList<IAnnotationFormat> Formats, double Tolerance)
{
    private const double MaxTolerance = 1000;

    /// <summary>Reads what was given; <see langword="null"/> where no format was.</summary>
    public static AnnotationSettings? Read(string? formats, double tolerance, bool resume)
    {
        if (tolerance is not (>= 0 and <= MaxTolerance))
            throw new UsageException($"--simplify is {tolerance}; 0 to {MaxTolerance} pixels are allowed.");
        if (formats is null)
        {
            return tolerance == 0 ? null
                : throw new UsageException("--simplify is about the outlines of annotation files; give --format too.");
        }

        if (resume)
        {
            throw new UsageException(
                "--format writes one file of all photos, and --resume looks only at those that are left. Leave one of them out.");
        }

        return new AnnotationSettings(Find(formats, "--format"), tolerance);
    }

    /// <summary>Finds formats by names with commas between them.</summary>
    public static IReadOnlyList<IAnnotationFormat> Find(string names, string option)
    {
        IAnnotationFormat[] found =
        [
            .. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name =>
                AnnotationFormats.All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new UsageException($"{option} is '{name}'; {AnnotatedDataOptions.Names} are allowed.")).Distinct(),
        ];
        return found.Length > 0 ? found : throw new UsageException($"{option} names no format; {AnnotatedDataOptions.Names} are allowed.");
    }

    /// <summary>Sees to it that files of annotations can hold the classes, before anything is done.</summary>
    /// <exception cref="OptionsException">They cannot.</exception>
    public static void Validate(Vocabulary vocabulary) => _ = AnnotationSchema.From(vocabulary);

    /// <summary>Begins the files.</summary>
    /// <param name="folder">Each format gets a folder of its name in it.</param>
    /// <param name="vocabulary">The classes.</param>
    public IReadOnlyList<IAnnotationWriter> Create(string folder, Vocabulary vocabulary)
    {
        var schema = AnnotationSchema.From(vocabulary);
        return [.. Formats.Select(format => format.Create(Path.Combine(folder, format.Name), schema))];
    }
}
