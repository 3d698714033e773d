using MaskClip.Families;
using MaskClip.Model;
using MaskClip.Students;

namespace MaskClip.Export;

/// <summary>What a model or a student is, for people, and where in its files each was read.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Hash">Checksum of its bytes: the same for the same network.</param>
/// <param name="Facts">Family, towers, sizes, tokenizer and the like: a name and a value each.</param>
/// <param name="Methods">Names of the methods that have a meaning for it; empty for what has no image tower, and for a student.</param>
/// <param name="WithoutMeaning">Names of the methods that have none.</param>
/// <param name="Reason">Why these have none, as a phrase; empty where all have.</param>
/// <param name="Warnings">What had to be guessed.</param>
public sealed record ModelDescription(
    string Hash,
    IReadOnlyList<(string Name, string Value)> Facts,
    IReadOnlyList<string> Methods,
    IReadOnlyList<string> WithoutMeaning,
    string Reason,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Whether a file is a student's.</summary>
    /// <param name="path">The file; it need not be there.</param>
    public static bool IsStudent(string path) => File.Exists(path) && StudentFile.Is(path);

    /// <summary>Reads what a model is. Safe to call from several threads.</summary>
    /// <param name="source">The model, or a student's file.</param>
    /// <param name="cacheFolder">Where checksums of files are kept.</param>
    /// <exception cref="CheckpointException">It cannot be read, or is of no known family.</exception>
    public static ModelDescription Read(ModelSource source, string cacheFolder)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (IsStudent(source.Path))
        {
            using var student = StudentModel.Open(source.Path);
            return new(student.Hash, StudentFacts.Of(student.File), [], [], "", []);
        }

        using var model = ModelFamilies.Open(source, OpeningOptions.Of(new SegmenterOptions { CacheFolder = cacheFolder }));
        var methods = DenseMethods.All.Where(_ => model.HasImageTower)
            .ToLookup(method => model.HasMeaning(method.Block), method => method.Name);
        return new(
            model.Hash,
            model.Facts,
            [.. methods[true]],
            [.. methods[false]],
            methods[false].Any() ? model.WithoutMeaning : "",
            model.Warnings);
    }
}
