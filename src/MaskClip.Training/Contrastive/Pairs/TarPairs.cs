using System.Formats.Tar;
using System.IO.Hashing;
using System.Text;
using MaskClip.Storage;

namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>
/// Pairs of WebDataset tars: files that share their name up to the first dot are one sample, its picture beside its <c>.txt</c>.
/// </summary>
/// <remarks>
/// The tars are read through once for their table; pictures are then read where they lie, in any order. Every line of a text is a caption.
/// </remarks>
public sealed class TarPairs : IListedPairs
{
    private static readonly HashSet<string> PictureEndings = new(StringComparer.OrdinalIgnoreCase)
    {
        "jpg", "jpeg", "png", "webp", "bmp", "gif",
    };
    private static readonly HashSet<string> CaptionEndings = new(StringComparer.OrdinalIgnoreCase) { "txt", "text", "caption" };

    private readonly Sample[] samples;

    private TarPairs(Sample[] samples, string identity)
    {
        this.samples = samples;
        Identity = identity;
    }

    /// <inheritdoc/>
    public int? Count => samples.Length;

    /// <inheritdoc/>
    public string Identity { get; }

    /// <summary>Reads the tables of tars; samples without a picture or a caption are left out.</summary>
    /// <exception cref="FormatException">A file is not a plain tar, or no tar holds a pair.</exception>
    public static TarPairs Open(IReadOnlyList<string> tars)
    {
        var samples = new List<Sample>();
        foreach (var tar in tars) samples.AddRange(Read(tar));
        if (samples.Count == 0)
        {
            throw new FormatException(
                $"There is no pair of a picture (.jpg, .png, .webp) and a .txt of the same name in {string.Join(", ", tars)}.");
        }

        var all = string.Join('\n', samples.Select(one => $"{one.Name}\t{string.Join('\t', one.Captions)}"));
        return new TarPairs(
            [.. samples], $"{samples.Count} pictures, {Convert.ToHexStringLower(XxHash64.Hash(Encoding.UTF8.GetBytes(all)))}");
    }

    /// <inheritdoc/>
    public PicturePair Load(long number, int part)
    {
        var sample = samples[number];
        var bytes = new byte[sample.Length];
        using (var file = File.OpenHandle(sample.Tar))
        {
            for (int done = 0; done < bytes.Length;)
            {
                int read = RandomAccess.Read(file, bytes.AsSpan(done), sample.Offset + done);
                if (read == 0)
                {
                    throw new EndOfStreamException(
                        $"{sample.Tar} ends within '{sample.Name}': it is shorter than when its table was read.");
                }
                done += read;
            }
        }

        using var stream = new MemoryStream(bytes);
        return new PicturePair(RgbImage.Load(stream, $"{sample.Tar}: {sample.Name}"), sample.Captions);
    }

    /// <inheritdoc/>
    public string NameOf(int number) => $"{samples[number].Tar}: {samples[number].Name}";

    /// <inheritdoc/>
    public string StampOf(int number) =>
        $"{Path.GetFullPath(samples[number].Tar)} {samples[number].Offset} {FileStamp.Of(samples[number].Tar)}";

    /// <inheritdoc/>
    public IReadOnlyList<string> TextsOf(int number) => samples[number].Captions;

    private static List<Sample> Read(string tar)
    {
        var pictures = new Dictionary<string, (string Name, long Offset, int Length)>(StringComparer.Ordinal);
        var captions = new Dictionary<string, string[]>(StringComparer.Ordinal);
        using var stream = File.OpenRead(tar);
        TarHeaders.Check(tar, stream);
        var last = "its beginning";
        try
        {
            using var reader = new TarReader(stream, leaveOpen: true);
            while (reader.GetNextEntry() is { } entry)
            {
                last = $"'{entry.Name}'";
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
                var (key, ending) = Split(entry.Name);
                if (PictureEndings.Contains(ending)) pictures[key] = (entry.Name, entry.DataOffset, (int)entry.Length);
                else if (CaptionEndings.Contains(ending) && entry.DataStream is { } data) captions[key] = Lines(data);
            }
        }
        catch (Exception error) when (error is not (UnauthorizedAccessException or OutOfMemoryException))
        {
            // Whatever .NET's reader says of a damaged header: it knows many exceptions and no entry's name.
            throw new FormatException($"{tar}: this is not a tar file that can be read: after {last}, {error.Message}", error);
        }

        return [.. pictures.Where(one => captions.TryGetValue(one.Key, out var said) && said.Length > 0)
            .Select(one => new Sample(tar, one.Value.Name, one.Value.Offset, one.Value.Length, captions[one.Key]))];
    }

    private static string[] Lines(Stream data)
    {
        using var reader = new StreamReader(data, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static (string Key, string Ending) Split(string name)
    {
        int dot = name.IndexOf('.', name.LastIndexOf('/') + 1);
        return dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..]);
    }

    private sealed record Sample(string Tar, string Name, long Offset, int Length, string[] Captions);
}
