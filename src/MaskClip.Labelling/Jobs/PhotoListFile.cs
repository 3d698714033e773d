using System.Globalization;
using System.IO.Hashing;
using MaskClip.Labelling.Photos;
using MaskClip.Storage;

namespace MaskClip.Labelling.Jobs;

/// <summary>
/// A list of a job's photos that is being written, and where such lists lie: one that the job names by its checksum, so that two jobs that
/// begin in one folder do not meet, or several that are numbered.
/// </summary>
internal sealed class PhotoListFile : IDisposable
{
    private const string FolderName = "photos", Ending = ".jsonl";

    private readonly string folder, temporary, hash;

    /// <summary>Writes a list under a name that nobody looks at.</summary>
    public PhotoListFile(string folder, IEnumerable<ListedPhoto> photos)
    {
        this.folder = folder;
        temporary = Path.Combine(folder, FolderName, $"{Guid.NewGuid():N}.list");
        using var file = new PendingFile(temporary);
        var checksum = new XxHash128();
        foreach (var photo in photos)
        {
            var line = PhotoList.Line(photo);
            checksum.Append(line);
            file.Stream.Write(line);
            Count++;
        }

        hash = Convert.ToHexStringLower(checksum.GetCurrentHash());
        file.Commit();
    }

    /// <summary>Photos.</summary>
    public long Count { get; }

    /// <summary>What tells it from all other lists.</summary>
    public string Title => TitleOf(Count, hash);

    /// <summary>What tells a list from all others.</summary>
    public static string TitleOf(long count, string hash) => string.Create(CultureInfo.InvariantCulture, $"{count} ({hash})");

    /// <summary>The lists of a job.</summary>
    public static IReadOnlyList<string> PathsOf(string folder, JobDescription description) => description.Grows
        ? [.. Enumerable.Range(0, CountOf(folder)).Select(number => Numbered(folder, number))]
        : [Path.Combine(folder, FolderName, description.Settings["photos"].Split('(', ')') is [_, var hash, ..] ? hash + Ending : "")];

    /// <summary>Gives it its name in a job whose photos are fixed.</summary>
    public void Keep() => File.Move(temporary, Path.Combine(folder, FolderName, hash + Ending), overwrite: true);

    /// <summary>Gives it its name in a job that grows; a list without photos is none.</summary>
    public void Append()
    {
        if (Count > 0) File.Move(temporary, Numbered(folder, CountOf(folder)), overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(temporary);

    private static int CountOf(string folder)
    {
        int count = 0;
        while (File.Exists(Numbered(folder, count))) count++;
        return count;
    }

    private static string Numbered(string folder, int number) =>
        Path.Combine(folder, FolderName, number.ToString("000000", CultureInfo.InvariantCulture) + Ending);
}
