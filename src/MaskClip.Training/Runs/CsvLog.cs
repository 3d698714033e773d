using System.Globalization;

namespace MaskClip.Training.Runs;

/// <summary>
/// A CSV file that grows with a run: a header, then lines whose first number is a step. Holds no times, so that equal runs give equal
/// files.
/// </summary>
internal sealed class CsvLog : IDisposable
{
    private readonly StreamWriter writer;
    private readonly int columns;

    private CsvLog(StreamWriter writer, int columns, IReadOnlyList<string[]> lines)
    {
        this.writer = writer;
        this.columns = columns;
        Lines = lines;
    }

    /// <summary>The lines that were kept from an earlier run, split at commas.</summary>
    public IReadOnlyList<string[]> Lines { get; }

    /// <summary>
    /// Opens a log and cuts off everything after a step: what a killed run wrote beyond its last checkpoint, half a line included.
    /// </summary>
    /// <param name="path">The file; created when it is missing.</param>
    /// <param name="header">The names of the columns, the first of which is the step.</param>
    /// <param name="lastStep">The last step to keep; 0 keeps none.</param>
    public static CsvLog Open(string path, string[] header, int lastStep)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var first = string.Join(',', header);
        string[] kept = File.Exists(path) ? [.. CompleteLines(path).Skip(1).Where(line => StepOf(line) <= lastStep)] : [];
        Storage.AtomicFile.WriteAllText(path, string.Concat(kept.Prepend(first).Select(line => line + "\n")));
        return new CsvLog(
            new StreamWriter(path, append: true) { NewLine = "\n", AutoFlush = true },
            header.Length,
            [.. kept.Select(line => line.Split(','))]);
    }

    /// <summary>Writes a line; <see langword="null"/> and NaN leave their column empty.</summary>
    public void Add(int step, params object?[] values)
    {
        if (values.Length != columns - 1)
        {
            throw new ArgumentException($"{values.Length} values do not fit {columns - 1} columns.", nameof(values));
        }

        writer.WriteLine(string.Join(',', values.Select(Text).Prepend(step.ToString(CultureInfo.InvariantCulture))));
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    private static IEnumerable<string> CompleteLines(string path)
    {
        var text = File.ReadAllText(path);
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static int StepOf(string line) =>
        int.TryParse(line.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? step : int.MaxValue;

    private static string Text(object? value) => value switch
    {
        null or double.NaN => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
