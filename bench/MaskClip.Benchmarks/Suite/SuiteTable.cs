using System.Globalization;

namespace MaskClip.Benchmarks.Suite;

/// <summary>The suite's figures as Markdown.</summary>
internal static class SuiteTable
{
    /// <summary>Prints the tables.</summary>
    public static void Print(
        SuiteResults results, IReadOnlyList<SuiteModel> models, IReadOnlyList<int> sizes, IReadOnlyList<SuiteSide> sides)
    {
        Console.WriteLine("| model | pixels | side | images/s | to TorchSharp | first mask s | peak MiB | rounds |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var (model, size) in models.SelectMany(model => sizes.Select(size => (model, size))))
        {
            var torch = results.Find(model, size, SuiteSide.TorchSharp);
            foreach (var side in sides)
            {
                Console.WriteLine(
                    $"| {model.Name} | {Pixels(model, size)} | {side.Title} | {Metrics(side, results.Find(model, size, side), torch)} |");
            }
        }

        Console.WriteLine("\nRounds with a star: one side after the other, since all at once do not fit into memory.\n");
        Console.WriteLine(
            $"| from features to labels, MaskClip | pixels | {string.Join(" | ", SuiteRun.Names.Select(names =>
                $"{names} name{(names > 1 ? "s" : "")}, ms"))} |");
        Console.WriteLine($"|---|---|{string.Concat(SuiteRun.Names.Select(_ => "---|"))}");
        foreach (var (model, size) in models.SelectMany(model => sizes.Select(size => (model, size))))
        {
            if (results.Find(model, size, SuiteSide.Ours) is not { Error: null } ours) continue;
            Console.WriteLine(
                $"| {model.Name} | {Pixels(model, size)} | {string.Join(" | ", SuiteRun.Names.Select(names =>
                    Number(ours.LabelMilliseconds[names], "0.0")))} |");
        }
    }

    private static string Pixels(SuiteModel model, int size) => model.Side(size) == size ? $"{size}" : $"{size} ({model.Side(size)})";

    private static string Metrics(SuiteSide side, SuiteCell? cell, SuiteCell? torch)
    {
        if (!side.IsInstalled) return "not installed | | | |";
        if (cell is null) return "not measured | | | |";
        if (cell.Error is { } error) return $"{error} | | | |";
        var ratio = torch is { Error: null } ? Number(cell.ImagesPerSecond / torch.ImagesPerSecond, "0.00") : "";
        return string.Join(" | ",
        [
            Number(cell.ImagesPerSecond, cell.ImagesPerSecond < 10 ? "0.000" : "0.0"),
            ratio,
            Number(SuiteCell.Median(cell.FirstMaskSeconds), "0.00"),
            Number(cell.PeakMiB, "0"),
            $"{cell.Milliseconds.Length}{(cell.Interleaved ? "" : "*")}",
        ]);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
