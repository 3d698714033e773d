using System.Text.Json;
using MaskClip.Errors;
using MaskClip.Evaluation.Reports;

namespace MaskClip.Evaluation.Runs;

/// <summary>
/// The append-only file from which an interrupted run goes on: the run's settings in the first line, then a line for each photo.
/// </summary>
/// <remarks>Whatever a run was killed by, at most the last line is torn; it is cut off and its photo evaluated again.</remarks>
internal sealed class Journal : IDisposable
{
    /// <summary>The file's name in the run's folder.</summary>
    public const string FileName = "journal.jsonl";

    private static readonly byte[] Finished = [.. """{"finished":true}"""u8];

    private readonly FileStream file;

    private Journal(FileStream file, IReadOnlyList<JournalLine> done)
    {
        this.file = file;
        Done = done;
    }

    /// <summary>What earlier runs evaluated.</summary>
    public IReadOnlyList<JournalLine> Done { get; }

    /// <summary>Starts anew, or goes on where a journal of the same settings ends.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="settings">This run's settings.</param>
    /// <param name="resume">Whether a journal that is there is continued instead of replaced.</param>
    /// <param name="classes">Number of classes that photos' records may count.</param>
    /// <exception cref="OptionsException">
    /// The journal is of other settings, each of which is named; or of a run that was interrupted, which is not to be replaced.
    /// </exception>
    /// <exception cref="FormatException">The journal is damaged before its last line.</exception>
    public static Journal Open(string folder, RunSettings settings, bool resume, int classes = Segmentation.Ignore)
    {
        var path = Path.Combine(folder, FileName);
        Directory.CreateDirectory(folder);
        if (!File.Exists(path)) return Start(path, settings);
        var (lines, length) = ReadWholeLines(path);
        bool finished = lines.Count > 0 && lines[^1].AsSpan().SequenceEqual(Finished);
        if (finished)
        {
            length -= lines[^1].Length + 1;
            lines.RemoveAt(lines.Count - 1);
        }

        if (lines.Count == 0 || (!resume && (finished || lines.Count == 1))) return Start(path, settings);
        if (!resume)
        {
            throw new OptionsException(
                $"{path} is of an unfinished run, with {lines.Count - 1} photos evaluated. Resume it, or give another folder; to " +
                $"evaluate all again there, delete the file.");
        }

        Check(path, lines[0], settings);
        var done = lines.Skip(1).Select((line, index) => Parse(path, line, index + 2, classes)).ToArray();
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        file.SetLength(length);
        file.Seek(0, SeekOrigin.End);
        return new Journal(file, done);
    }

    /// <summary>Records a photo; it is on its way to the disk when this returns.</summary>
    public void Append(JournalLine line)
    {
        file.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, ReportJson.Lines.JournalLine), (byte)'\n']);
        file.Flush();
    }

    /// <summary>Says that nothing is left to do: the next run may replace this one without being asked to.</summary>
    public void Finish()
    {
        file.Write([.. Finished, (byte)'\n']);
        file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static Journal Start(string path, RunSettings settings)
    {
        var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        file.Write([.. System.Text.Encoding.UTF8.GetBytes(settings.ToJson().ToJsonString(ReportJson.Plain)), (byte)'\n']);
        file.Flush();
        return new Journal(file, []);
    }

    private static (List<byte[]> Lines, long Length) ReadWholeLines(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var lines = new List<byte[]>();
        int start = 0;
        for (int end; (end = Array.IndexOf(bytes, (byte)'\n', start)) >= 0; start = end + 1) lines.Add(bytes[start..end]);
        return (lines, start);
    }

    private static void Check(string path, byte[] first, RunSettings settings)
    {
        RunSettings earlier;
        try
        {
            earlier = new RunSettings(JsonText.ParseObject(first));
        }
        catch (JsonException error)
        {
            throw new FormatException(
                $"{path}, line 1: these are not the settings of a run ({JsonErrors.Plain(error, ofLine: true)}); delete the file to " +
                $"start anew.",
                error);
        }

        var differences = earlier.DifferencesTo(settings);
        if (differences.Count == 0) return;
        var list = string.Join("; ", differences.Select(one => $"{one.Name} was {one.First} and is {one.Second}"));
        throw new OptionsException(
            $"{path} is of another run: {list}. Go on with the same options and data, give another folder, or start anew.");
    }

    private static JournalLine Parse(string path, byte[] line, int number, int classes)
    {
        try
        {
            JsonText.Check(line);
            var record = JsonSerializer.Deserialize(line, ReportJson.Lines.JournalLine) ?? throw new JsonException("it is null");
            ReportCheck.Check(record.Tally, classes);
            return record;
        }
        catch (JsonException error)
        {
            throw new FormatException(
                $"{path}, line {number}: this is not a record of a photo ({JsonErrors.Plain(error, ofLine: true)}); delete the file to " +
                $"start anew.",
                error);
        }
    }
}
