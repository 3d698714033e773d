using System.Diagnostics;
using System.Globalization;

namespace MaskClip.Benchmarks.Suite;

/// <summary>
/// All models at all sizes on all sides: throughput, first mask, memory. Takes an hour or more; goes on where it was interrupted.
/// </summary>
internal static class SuiteRun
{
    private const int MostRounds = 21, LeastRounds = 3, Starts = 3;

    // A cell's rounds end after this, but not before the least; one start has to do where it takes so long.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(45), LongStart = TimeSpan.FromSeconds(15);

    // The other engines' threads spin for a while after their work; nobody is measured against that.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(150);

    private const float Tolerance = 2e-3f;

    /// <summary>Sides of photos in pixels.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [224, 336, 512, 1024];

    /// <summary>Numbers of names; 255 labels are the most that a mask can hold, one of them ignored pixels.</summary>
    public static IReadOnlyList<int> Names { get; } = [1, 20, 171, 254];

    /// <summary>Measures what is missing, then prints Markdown tables and draws a plot.</summary>
    /// <param name="only">Models, sizes and sides to measure; none of a kind is all of it.</param>
    public static void Print(IReadOnlyList<string> only)
    {
        var models = Chosen(SuiteModel.All, model => model.Name, only);
        var sizes = Chosen(Sizes, size => size.ToString(CultureInfo.InvariantCulture), only);
        var sides = Chosen(SuiteSide.All, side => side.Name, only);
        string[] known =
        [
            .. SuiteModel.All.Select(model => model.Name), .. Sizes.Select(size => $"{size}"), .. SuiteSide.All.Select(side => side.Name)
        ];
        if (only.FirstOrDefault(word => !known.Contains(word)) is { } unknownLabel)
            throw new ArgumentException($"--only has '{unknownLabel}'; these are known: {string.Join(", ", known)}.");

        var results = new SuiteResults();
        foreach (var model in models)
        {
            foreach (int size in sizes)
            {
                SuiteSide[] missing = [.. sides.Where(side => side.IsInstalled && results.Find(model, size, side) is null)];
                if (missing.Length > 0) Measure(model, size, missing, results);
            }

            // Gigabytes, and quickly drawn again.
            if (Sizes.All(size => SuiteSide.All.All(side => !side.IsInstalled || results.Find(model, size, side) is not null)))
                model.Delete();
        }

        SuiteTable.Print(results, models, sizes, sides);
        Console.WriteLine($"\nThe plot is {SuitePlot.Draw(results)}; the figures are kept in {SuiteResults.FilePath}.");
    }

    private static T[] Chosen<T>(IReadOnlyList<T> all, Func<T, string> name, IReadOnlyList<string> only)
    {
        T[] chosen = [.. all.Where(one => only.Contains(name(one)))];
        return chosen.Length > 0 ? chosen : [.. all];
    }

    private static void Measure(SuiteModel model, int size, SuiteSide[] sides, SuiteResults results)
    {
        var cells = new List<SuiteCell>();
        float[]? features = null;
        foreach (var side in sides)
        {
            Console.Error.WriteLine($"{model.Name} at {size}: {side.Title}");
            try
            {
                cells.Add(FirstMasks(model, size, side, ref features));
            }
            catch (InvalidOperationException error)
            {
                results.Add(new SuiteCell(model.Name, size, side.Name) { Error = error.Message });
            }
        }

        bool together = cells.Sum(cell => cell.PeakMiB) < 0.6 * AvailableMiB();
        foreach (var group in together ? [cells] : cells.Select(cell => new List<SuiteCell> { cell })) Rounds(model, size, group, results);
    }

    /// <summary>Starts a side a few times. The first start builds graphs and fills the system's file cache, and is not counted.</summary>
    private static SuiteCell FirstMasks(SuiteModel model, int size, SuiteSide side, ref float[]? features)
    {
        double estimate = model.EstimatedMiB(size), available = AvailableMiB();
        if (estimate > 0.9 * available)
            throw new InvalidOperationException($"needs about {estimate / 1024:0.0} GiB, {available / 1024:0.0} are free");
        var seconds = new List<double>();
        double peak = 0;
        for (int start = 0; start <= Starts; start++)
        {
            using var process = new SuiteProcess(side, model, size);
            if (start > 0) seconds.Add(process.FirstMaskSeconds);
            if (side != SuiteSide.OursInt8) Compare(features ??= process.Features, process.Features, side);
            double high = process.End();
            if (start > 0) peak = Math.Max(peak, high);
            if (start > 0 && process.FirstMaskSeconds > LongStart.TotalSeconds) break;
        }

        return new SuiteCell(model.Name, size, side.Name) { FirstMaskSeconds = [.. seconds], PeakMiB = peak };
    }

    private static void Rounds(SuiteModel model, int size, List<SuiteCell> cells, SuiteResults results)
    {
        var processes = cells.Select(cell => new SuiteProcess(SuiteSide.All.Single(side => side.Name == cell.Side), model, size)).ToArray();
        var times = cells.Select(_ => new List<double>()).ToArray();
        foreach (var process in processes) process.Embed();
        var clock = Stopwatch.StartNew();
        for (int round = 0; round < MostRounds && (round < LeastRounds || clock.Elapsed < Budget); round++)
        {
            for (int i = 0; i < processes.Length; i++)
            {
                Thread.Sleep(Rest);
                times[i].Add(processes[i].Embed());
            }
        }

        for (int i = 0; i < processes.Length; i++)
        {
            var labels = cells[i].Side == SuiteSide.Ours.Name ? Names.ToDictionary(names => names, processes[i].Label) : [];
            double peak = Math.Max(cells[i].PeakMiB, processes[i].End());
            processes[i].Dispose();
            results.Add(
                cells[i] with { Milliseconds = [.. times[i]], PeakMiB = peak, LabelMilliseconds = labels, Interleaved = cells.Count > 1 });
        }
    }

    private static void Compare(float[] expected, float[] actual, SuiteSide side)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (Math.Abs(expected[i] - actual[i]) > Tolerance)
            {
                throw new InvalidOperationException(
                    $"computes something else: number {i} is {actual[i]} and elsewhere {expected[i]} ({side.Title})");
            }
        }
    }

    private static double AvailableMiB()
    {
        var line = File.ReadLines("/proc/meminfo").First(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }
}
