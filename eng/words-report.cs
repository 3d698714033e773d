#!/usr/bin/env -S dotnet run -c Release
#:project ../src/MaskClip.Evaluation/MaskClip.Evaluation.csproj
#:property TreatWarningsAsErrors=false
#:property PublishAot=false

// Writes what eng/words.sh measured into docs/results.md: plain words on mini-clip and in the drawn world, and templates by entropy. What
// has not been evaluated is a dash.
//
//     dotnet run -c Release eng/words-report.cs -- artifacts/words docs/results.md
using System.Globalization;
using System.Text;
using MaskClip.Evaluation;

const string Begin = "<!-- words: made by eng/words.sh -->", End = "<!-- end of words -->", Missing = "–";
if (args is not [var folder, var target]) throw new ArgumentException("Give the folder of the reports and the page to write into.");
var first = Load("templates-mini-camvid", "all") ?? throw new ArgumentException($"There are no reports in {folder}.");
var page = new StringBuilder();
page.Append($"""
    {Begin}
    ## Templates by entropy

    Made by `eng/words.sh` on {first.Timing.Finished.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)} ({first.Machine.Processor}, {first.Machine.Cores} cores, {first.Machine.Runtime}), as are the tables of the next section. mIoU in percent, 95 % intervals over photos, and the
    paired difference to all templates of the same set in points, bold where its interval leaves out 0. [`--templates auto`](from-scores-to-masks.md#templates-by-entropy) chooses of each name the four that are surest on 32 of the evaluated
    photographs, without their masks. VOC is the first 150 photographs of `voc2012-val-lowres`, without background.


    """.ReplaceLineEndings("\n"));
(string Folder, string Title)[] sets = [("camvid", "CamVid, 11 names"), ("coco", "COCO, 20 scene classes"), ("voc", "VOC, 20 names")];
Table(
    ["model and templates", .. sets.Select(set => set.Title)],
    [
        Row("mini-clip, maskclip's 85", set => Percent($"templates-mini-{set}", "all")),
        Row("mini-clip, 4 of them by entropy", set => Against($"templates-mini-{set}", "all", "auto")),
        Row("photo, its own 2", set => Percent($"templates-photo-{set}", "own")),
        Row("photo, imagenet's 80", set => Percent($"templates-photo-{set}", "all")),
        Row("photo, 4 of them by entropy", set => Against($"templates-photo-{set}", "all", "auto")),
    ]);
page.Append("""
    Published for MaskCLIP are +0.8 in Cityscapes' streets, 0.0 on VOC and +0.3 to +0.7 on three other sets: here too it is a gain in streets, where all names are in nearly every photo, and little or nothing where most photos show few
    of the names. It costs the embedding of 32 photos before the first result, and as many comparisons a position as there are names. Therefore it is no default.

    ## Plain words elsewhere

    VOC with background on mini-clip, which hardly knows VOC's names, again the first 150 photographs: what stands behind the names, as [above](#plain-words), and names with synonyms chosen by hand (tuned).


    """.ReplaceLineEndings("\n"));
(string Name, string Title)[] edges = [("none", "no refinement"), ("guided", "`--guided-filter`")];
Table(
    ["names and background", .. edges.Select(one => one.Title), "difference of the guided filter"],
    new[]
    {
        ("plain-mini-word", "plain, the word \"background\""), ("plain-mini-words", "plain, 22 words"),
        ("plain-mini-auto", "plain, `auto`"), ("plain-mini-tuned", "tuned, 22 words"),
    }.Select(one => (IEnumerable<string>)
        [one.Item2, .. edges.Select(way => Percent(one.Item1, way.Name)), Difference(Load(one.Item1, "none"), Load(one.Item1, "guided"))]));
page.Append($"""
    `auto` to 22 words: {Difference(Load("plain-mini-words", "none"), Load("plain-mini-auto", "none"))} points; `auto` to the word "background": {Difference(Load("plain-mini-word", "none"), Load("plain-mini-auto", "none"))}.

    500 held-out scenes of the drawn world (world-clip, 46 names, no background among its classes): the names of its captions (tuned), and for each class that has one a phrase that no caption uses (plain).


    """.ReplaceLineEndings("\n"));
Table(
    ["names", .. edges.Select(one => one.Title), "difference of the guided filter"],
    new[] { ("plain-world-tuned", "tuned"), ("plain-world-plain", "plain") }.Select(one => (IEnumerable<string>)
        [one.Item2, .. edges.Select(way => Percent(one.Item1, way.Name)), Difference(Load(one.Item1, "none"), Load(one.Item1, "guided"))]));
page.Append($"""
    Plain to tuned: {Difference(Load("plain-world-tuned", "none"), Load("plain-world-plain", "none"))} points.

    {End}

    """.ReplaceLineEndings("\n"));

var text = File.ReadAllText(target);
int from = text.IndexOf(Begin, StringComparison.Ordinal), to = text.IndexOf(End, StringComparison.Ordinal);
if (from < 0) File.WriteAllText(target, text.TrimEnd('\n') + "\n\n" + page);
else File.WriteAllText(target, text[..from] + page.ToString().TrimEnd('\n') + text[(to + End.Length)..]);

EvaluationReport? Load(string name, string variant) =>
    Path.Combine(folder, name, variant) is var path && File.Exists(Path.Combine(path, "report.json")) ? EvaluationReport.Load(path) : null;

IEnumerable<string> Row(string title, Func<string, string> cell) => sets.Select(set => cell(set.Folder)).Prepend(title);

string Against(string name, string before, string after) =>
    $"{Points(Load(name, after)?.Metrics.MeanIoU.Value)} ({Difference(Load(name, before), Load(name, after))})";

string Percent(string name, string variant) => Load(name, variant)?.Metrics.MeanIoU is { } value
    ? $"{Points(value.Value)} [{Points(value.Low)}, {Points(value.High)}]"
    : Missing;

string Difference(EvaluationReport? before, EvaluationReport? after)
{
    if (before is null || after is null) return Missing;
    var comparison = ReportComparison.From(before, after);
    string Signed(double value) => (100 * value).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
    var difference = $"{Signed(comparison.Difference.Value)} [{Signed(comparison.Difference.Low)}, {Signed(comparison.Difference.High)}]";
    return comparison.IsClear ? $"**{difference}**" : difference;
}

string Points(double? value) => value is { } number ? (100 * number).ToString("0.0", CultureInfo.InvariantCulture) : Missing;

void Table(IEnumerable<string> head, IEnumerable<IEnumerable<string>> rows)
{
    string[] names = [.. head];
    page.Append($"| {string.Join(" | ", names)} |\n|{string.Concat(Enumerable.Repeat("---|", names.Length))}\n");
    foreach (var row in rows) page.Append($"| {string.Join(" | ", row)} |\n");
    page.Append('\n');
}
