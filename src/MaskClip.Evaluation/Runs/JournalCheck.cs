using MaskClip.Evaluation.Reports;

namespace MaskClip.Evaluation.Runs;

/// <summary>Whether what a journal says is of the photos that are there now.</summary>
internal static class JournalCheck
{
    /// <summary>A photo's line.</summary>
    public static JournalLine Line(LabeledPhoto photo, PhotoTally tally) => new(Length(photo.PhotoPath), Length(photo.TruthPath), tally);

    /// <summary>The tallies by id.</summary>
    /// <exception cref="OptionsException">A photo or mask has changed since it was evaluated; it is named.</exception>
    public static Dictionary<string, PhotoTally> Accept(IEnumerable<JournalLine> lines, IReadOnlyList<LabeledPhoto> photos, int classes)
    {
        var byId = photos.ToDictionary(photo => photo.Id, StringComparer.Ordinal);
        var done = new Dictionary<string, PhotoTally>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            // The settings hold the list of ids, so no unknown photo can be in the journal of this run.
            if (!byId.TryGetValue(line.Tally.Id, out var photo)) continue;
            Check(photo, photo.PhotoPath, line.PhotoBytes);
            Check(photo, photo.TruthPath, line.TruthBytes);
            done[photo.Id] = line.Tally.From8Bits(classes);
        }

        return done;
    }

    private static void Check(LabeledPhoto photo, string? path, long before)
    {
        long now = Length(path);
        if (now == before) return;
        throw new OptionsException(
            $"{path ?? photo.Id} has changed since it was evaluated: it had {before} bytes and has {now}. Evaluate it again: start anew.");
    }

    private static long Length(string? path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
