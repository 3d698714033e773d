using System.Globalization;
using MaskClip.Labelling.Photos;
using MaskClip.Labelling.Shards;
using MaskClip.Storage;

namespace MaskClip.Labelling.Jobs;

/// <summary>
/// A labeling job: a folder with <c>job.json</c>, lists of photos, and a file for each shard that is done. A shard's presence is the truth,
/// so the folder alone says what is left, whoever worked on it and however that ended.
/// </summary>
/// <remarks>Safe to use from several threads, and from several processes and machines that share the folder.</remarks>
public sealed class LabelJob
{
    private const string DescriptionName = "job.json", PausedName = "paused";
    private const int ShardsOfFolder = 1000;

    private readonly Lock gate = new();
    private readonly HashSet<int> done = [];
    private volatile PhotoList[] lists = [];

    private LabelJob(string folder, JobDescription description)
    {
        Folder = folder;
        Description = description;
        Refresh();
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>What the job is.</summary>
    public JobDescription Description { get; }

    /// <summary>Shards, all together.</summary>
    public int Shards => lists.Sum(list => list.Shards);

    /// <summary>Photos, all together.</summary>
    public long Photos => lists.Sum(list => list.Count);

    /// <summary>Whether workers are to wait before they take another shard.</summary>
    public bool IsPaused
    {
        get => File.Exists(Path.Combine(Folder, PausedName));
        set
        {
            if (value) AtomicFile.WriteAllText(Path.Combine(Folder, PausedName), "Remove this file, or continue the job, to go on.\n");
            else File.Delete(Path.Combine(Folder, PausedName));
        }
    }

    /// <summary>Whether a folder holds a job.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, DescriptionName));

    /// <summary>Begins a job, or goes on with it where the folder holds the same one.</summary>
    /// <param name="folder">The folder; it is created.</param>
    /// <param name="description">The job; the photos are added to its settings, unless it grows.</param>
    /// <param name="photos">Its photos, with names of their own; enumerated once.</param>
    /// <exception cref="OptionsException">The folder holds another job; what differs is named.</exception>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    public static LabelJob Create(string folder, JobDescription description, IEnumerable<ListedPhoto> photos)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(photos);
        ArgumentOutOfRangeException.ThrowIfLessThan(description.ShardPhotos, 1);
        folder = Path.GetFullPath(folder);
        using var list = description.Grows ? null : new PhotoListFile(folder, photos);
        if (list is not null)
        {
            description = description with
            {
                Settings = new Dictionary<string, string>(description.Settings, StringComparer.Ordinal) { ["photos"] = list.Title },
            };
        }

        // Before anything of it stays in another job's folder.
        if (IsIn(folder)) Open(folder).Check(description.Settings);
        list?.Keep();
        using (var file = new PendingFile(Path.Combine(folder, DescriptionName)))
        {
            file.Stream.Write(description.ToBytes());
            file.Commit(replace: false);
        }

        var job = Open(folder);
        job.Check(description.Settings);
        return job;
    }

    /// <summary>Opens the job of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="FileNotFoundException">It holds none.</exception>
    /// <exception cref="FormatException">Its description or its list of photos is damaged.</exception>
    public static LabelJob Open(string folder)
    {
        folder = Path.GetFullPath(folder);
        var path = Path.Combine(folder, DescriptionName);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"There is no labeling job in '{folder}': it has no {DescriptionName}.", path);
        }
        return new LabelJob(folder, JobDescription.Read(path, File.ReadAllBytes(path)));
    }

    /// <summary>Refuses work under other settings.</summary>
    /// <param name="settings">The settings of whoever wants to work; what is not among them was taken from the job.</param>
    /// <exception cref="OptionsException">Some differ; they are named.</exception>
    public void Check(IReadOnlyDictionary<string, string> settings)
    {
        if (Description.Difference(settings) is not { Length: > 0 } difference) return;
        throw new OptionsException(
            $"{Path.Combine(Folder, DescriptionName)} is of a job with other settings: {difference}. Go on with the same " +
            "ones, or give another folder.");
    }

    /// <summary>Looks for photos that were added.</summary>
    public void Refresh()
    {
        var paths = PhotoListFile.PathsOf(Folder, Description);
        if (paths.Count == lists.Length) return;
        PhotoList[] all = [.. lists, .. paths.Skip(lists.Length).Select(path => PhotoList.Open(path, Description.ShardPhotos))];
        if (!Description.Grows && Description.Settings["photos"] != PhotoListFile.TitleOf(all[0].Count, all[0].Hash))
        {
            throw new FormatException(
                $"'{paths[0]}' is not the list of photos that the job began with. Restore it, or begin the job anew.");
        }

        lists = all;
    }

    /// <summary>Adds photos to a job that grows. One process at a time may do so.</summary>
    /// <param name="photos">The photos; none is in the job yet.</param>
    /// <returns>How many they were.</returns>
    public long Append(IEnumerable<ListedPhoto> photos)
    {
        ArgumentNullException.ThrowIfNull(photos);
        if (!Description.Grows) throw new InvalidOperationException("The photos of this job are fixed. Begin another one.");
        using var list = new PhotoListFile(Folder, photos);
        list.Append();
        Refresh();
        return list.Count;
    }

    /// <summary>How many photos a shard has.</summary>
    /// <param name="shard">Its number, from 0.</param>
    public int CountOf(int shard)
    {
        var (list, own) = Find(shard);
        return list.CountOf(own);
    }

    /// <summary>The photos of a shard.</summary>
    /// <param name="shard">Its number, from 0.</param>
    public IReadOnlyList<ListedPhoto> PhotosOf(int shard)
    {
        var (list, own) = Find(shard);
        return list.Shard(own);
    }

    /// <summary>Where a shard's labels are, or will be.</summary>
    /// <param name="shard">Its number, from 0.</param>
    public string PathOf(int shard) => Place("shards", shard, "shard");

    /// <summary>Where what goes with a shard lies.</summary>
    /// <param name="kind">The folder of such files.</param>
    /// <param name="shard">The shard's number, from 0.</param>
    /// <param name="ending">How such files end.</param>
    public string Place(string kind, int shard, string ending)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        return Path.Combine(
            Folder,
            kind,
            (shard / ShardsOfFolder).ToString("000", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{shard:000000}.{ending}"));
    }

    /// <summary>
    /// Whether a shard is done, by its file. One that is cut off is set aside under another name and is not done.
    /// </summary>
    /// <param name="shard">Its number, from 0.</param>
    /// <param name="again">Whether the file is looked for although it was there before.</param>
    public bool IsDone(int shard, bool again = false)
    {
        lock (gate)
        {
            if (!again && done.Contains(shard)) return true;
        }

        var path = PathOf(shard);
        bool isDone = File.Exists(path);
        if (isDone && !ShardFile.LooksWhole(path))
        {
            SetAside(path);
            isDone = false;
        }

        lock (gate)
        {
            if (isDone) done.Add(shard);
            else done.Remove(shard);
        }

        return isDone;
    }

    /// <summary>The shards that are not done, by their files.</summary>
    /// <param name="again">Whether files are looked for that were there before.</param>
    public IEnumerable<int> Missing(bool again = false)
    {
        int shards = Shards;
        for (int i = 0; i < shards; i++)
        {
            if (!IsDone(i, again)) yield return i;
        }
    }

    /// <summary>Photos of shards that were seen to be done.</summary>
    public long PhotosDone
    {
        get
        {
            lock (gate) return done.Sum(shard => (long)CountOf(shard));
        }
    }

    /// <summary>Gives a damaged file another name, so that its photos are labeled anew and nothing is thrown away.</summary>
    /// <param name="path">The file.</param>
    public void SetAside(string path)
    {
        try
        {
            File.Move(path, path + ".damaged", overwrite: true);
        }
        catch (FileNotFoundException)
        {
            // Another worker did.
        }

        lock (gate) done.Clear();
    }

    private (PhotoList List, int Own) Find(int shard)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        foreach (var list in lists)
        {
            if (shard < list.Shards) return (list, shard);
            shard -= list.Shards;
        }

        throw new ArgumentOutOfRangeException(nameof(shard), shard, $"The job has {Shards} shards.");
    }
}
