using System.CommandLine;
using System.Globalization;
using MaskClip.Cli.Terminal;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Terminal;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip methods</c>: what the last block can do, where each comes from and what it reached.</summary>
internal static class MethodsCommand
{
    private const string Usual = "ViT-B/16";

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var name = new Argument<string?>("method")
        {
            Description = "A method, to see all there is about it.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Verb(
            "methods", "List the methods that --method takes, with their papers and published results.", "maskclip methods naclip", name);
        command.SetAction(result =>
        {
            if (result.GetValue(name) is { } asked) Describe(DenseMethods.Find(asked.Split(':')[0]), host.Output);
            else List(host.Output);
            return ExitCode.Done;
        });
        return command;
    }

    private static void List(TextWriter output)
    {
        Tables.Write(
            output,
            ["method", "published", "towers", "what it changes in the last block"],
            DenseMethods.All.Select(method => new[] { method.Name, method.Paper?.Venue ?? "-", method.Towers, method.Summary }));
        output.WriteLine($"They are for CLIP. TIPS and TIPSv2 take: {string.Join(", ", DenseMethods.ForLastBlocks)}.");
        output.WriteLine($"SigLIP and SigLIP 2 take: {string.Join(", ", DenseMethods.ForPoolingHeads)}.");
        output.WriteLine(
            "A method has no meaning for a tower that is not named with it, and is refused there ('maskclip models info MODEL' says " +
            "which have one).");
        output.WriteLine($"Published mean IoU in percent, {Usual} ('maskclip methods NAME' has more, and the sources):");
        Tables.Write(
            output,
            ["method", .. PublishedResults.DataSets, "mean"],
            from method in DenseMethods.All
            let results = method.Published.FirstOrDefault(results => results.Model == Usual)
            where results is not null
            select new[] { method.Name }.Concat(Numbers(results)).ToArray());
        output.WriteLine("Here, with world-clip, mean IoU in percent and its 95 % interval (docs/miniature.md):");
        string[] sets = [.. LocalResults.All.Select(results => results.DataSet).Distinct()];
        Tables.Write(
            output,
            ["method", .. sets],
            from method in DenseMethods.All
            let ours = LocalResults.All.Where(results => results.Method == method.Name).ToDictionary(results => results.DataSet)
            where ours.Count > 0
            select new[] { method.Name }
                .Concat(sets.Select(set => ours.TryGetValue(set, out var results) ? Interval(results) : "-"))
                .ToArray());
    }

    private static string Interval(LocalResults results) =>
        string.Create(CultureInfo.InvariantCulture, $"{results.MeanIoU:0.0} [{results.Low:0.0}, {results.High:0.0}]");

    private static void Describe(DenseMethod method, TextWriter output)
    {
        (string Key, string Value)[] rows =
        [
            ("method", method.Name),
            ("changes", method.Summary),
            ("computes", method.Block.Formula),
            ("paper", method.Paper is { } paper ? $"{paper.Title}, {paper.Venue}" : "-"),
            ("code", method.Paper?.Code is { } code ? $"github.com/{code}" : "-"),
            ("towers", method.AllTowers),
            ("no meaning", method.WithoutMeaning.Length == 0 ? "-" : method.WithoutMeaning),
            ("authors use", method.Recommended ?? "-"),
        ];
        foreach (var (key, value) in rows) output.WriteLine($"{key,-14} {value}");
        var first = method.AllOptions.First();
        output.WriteLine($"\nSettings, as in --method {method.Name}:{first.Name}={first.Show(method.Block)}");
        Tables.Write(
            output,
            ["setting", "usual", "allowed", "what it is"],
            method.AllOptions.Select(option => new[] { option.Name, option.Show(method.Block), option.Values, option.Summary }));
        if (method.Published.Count == 0) return;
        output.WriteLine("Published mean IoU in percent:");
        Tables.Write(
            output,
            ["model", .. PublishedResults.DataSets, "mean"],
            method.Published.Select(results => new[] { results.Model }.Concat(Numbers(results)).ToArray()));
        foreach (var results in method.Published) output.WriteLine($"{results.Model}: {results.Source}");
    }

    private static IEnumerable<string> Numbers(PublishedResults results) =>
        [.. results.Values.Select(value => Number(value, "0.0#")), Number(results.Average, "0.0")];

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
