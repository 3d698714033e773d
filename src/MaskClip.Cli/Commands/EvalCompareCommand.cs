using System.CommandLine;
using MaskClip.Cli.Terminal;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Terminal;
using MaskClip.Evaluation;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip eval compare</c>: what changed between two runs over the same photos, and whether it is more than chance.</summary>
internal static class EvalCompareCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var first = new Argument<string>("a") { Description = "A report.json, or its folder." };
        var second = new Argument<string>("b") { Description = "Another over the same photos." };
        var command = new Verb(
            "compare",
            "Show what changed from one evaluation to another, with the interval of the paired difference.",
            "maskclip eval compare eval/maskclip eval/key-smoothing",
            first,
            second);
        command.SetAction(result =>
        {
            var a = EvaluationReport.Load(Path.Combine(host.Folder, result.GetValue(first)!));
            var b = EvaluationReport.Load(Path.Combine(host.Folder, result.GetValue(second)!));
            Write(host.Output, ReportComparison.From(a, b), a.Photos.Count);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(TextWriter output, ReportComparison comparison, int photos)
    {
        if (comparison.Settings.Count == 0) output.WriteLine("Both runs have the same settings.");
        else Tables.Write(output, ["setting", "a", "b"], comparison.Settings.Select(one => new[] { one.Name, one.First, one.Second }));
        Tables.Write(output, ["class", "IoU a", "IoU b", "b - a"], comparison.Classes.Select(one => new[]
        {
            one.Name, ReportSummary.Percent(one.First), ReportSummary.Percent(one.Second), Signed(one.Difference),
        }));
        output.WriteLine(
            $"{photos} photos, in percent; in brackets 95 % intervals; the difference is paired: both runs see the same draws of photos");
        output.WriteLine($"mIoU: a {ReportSummary.Percent(comparison.First)}, b {ReportSummary.Percent(comparison.Second)}");
        output.WriteLine($"b - a: mIoU {Signed(comparison.Difference)}, aAcc {Signed(comparison.AccuracyDifference)}");
        output.WriteLine(comparison.IsClear
            ? $"{(comparison.Difference.Value > 0 ? "b" : "a")} is better: the interval leaves out 0."
            : "The interval holds 0: these photos do not tell the runs apart.");
    }

    private static string Signed(double share) => double.IsNaN(share) ? "-" : $"{100 * share:+0.0;-0.0;0.0}";

    private static string Signed(Interval interval) => $"{Signed(interval.Value)} [{Signed(interval.Low)}, {Signed(interval.High)}]";
}
