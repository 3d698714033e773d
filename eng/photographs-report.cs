#!/usr/bin/env -S dotnet run -c Release
#:project ../src/MaskClip.Evaluation/MaskClip.Evaluation.csproj
#:property TreatWarningsAsErrors=false
#:property PublishAot=false

// Writes the tables of the model package photo into docs/results.md, from the reports that eng/photographs.sh made. What has not been
// evaluated is a dash.
//
//     dotnet run -c Release eng/photographs-report.cs -- artifacts/photographs docs/results.md
using System.Globalization;
using System.Text;
using MaskClip.Evaluation;

const string Begin = "<!-- photo: made by eng/photographs.sh -->", End = "<!-- end of photo -->";
if (args is not [var folder, var target]) throw new ArgumentException("Give the folder of the reports and the page to write into.");
(string Folder, string Title)[] sets =
[
    ("voc20", "VOC, 20 names"), ("voc21-all", "VOC, 20 names and background"), ("voc21-true", "VOC, true names and background"), (
        "coco-val", "COCO, 20 scene classes"),
    ("camvid", "CamVid, 448 pixels"),
];
(string Name, string Title)[] ladder =
[
    ("clip", "`--method clip`: one vector for the photo"), ("maskclip", "`--method maskclip`: each position by itself"), (
        "naclip", "`naclip`, the default"),
    ("coarse", "`--method naclip:strength=2,width=5`"), ("presence", "`--presence 0.6`"), (
        "prototypes", "`--prompt-denoising 0.6 --prototypes`"),
    ("all", "`--presence 0.6 --prompt-denoising 0.6 --prototypes`"),
];
(string Name, string Title)[] others =
[
    ("smoothing", "`--key-smoothing`"), ("denoising", "`--prompt-denoising`"), ("guided", "`--guided-filter`"), (
        "int8", "`--precision int8`"),
];

const string Missing = "–";
var first = EvaluationReport.Load(Path.Combine(folder, "voc20", "naclip"));
var page = new StringBuilder();
page.Append($"""
    {Begin}
    ## The model package photo

    Made by `eng/photographs.sh` on {first.Timing.Finished.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)} ({first.Machine.Processor}, {first.Machine.Cores} cores, {first.Machine.Runtime}). mIoU in percent, in brackets
    95 % intervals over photos. Names are in plain words ([its card](../src/MaskClip.Models.Photo/model/MODEL_CARD.md) says what it was trained on, which is none of these sets). VOC is `voc2012-val-lowres`
    ({first.Photos.Count} photographs); with background its 22 words are those of `../shared/models/photo-bridge/background-words.txt`; "true names" are those that a photo's mask shows.


    """.ReplaceLineEndings("\n"));
Table(
    ["settings", .. sets.Select(set => set.Title)],
    ladder.Select(one => sets.Select(set => Percent(set.Folder, one.Name)).Prepend(one.Title)));
page.Append("Differences to the default in points, paired; bold where the interval leaves out 0:\n\n");
Table(
    ["added to it", .. sets.Select(set => set.Title)],
    others.Select(one => sets.Select(set => Difference(set.Folder, one.Name)).Prepend(one.Title)));
page.Append("With synonyms (`voc-synonyms.txt`), and on more scenes:\n\n");
Table(
    ["settings", "VOC, 20 names with synonyms", "coco-panoptic-train, 20 scene classes"],
    new[] { ("naclip", "default"), ("presence", "`--presence 0.6`") }.Select(one =>
        new[] { one.Item2, Percent("voc20-synonyms", one.Item1), Percent("coco-train", one.Item1) }));
page.Append($"""
    What of the paper shows on photographs: positions against the whole. With true names and background each position by itself has {Ratio("voc21-true")} times the mIoU of one vector for
    the photo, in streets {Ratio("camvid")} times. On VOC without background, which mostly asks what is in the photo, the ratio is {Ratio("voc20")}. The presence prior asks the same question:
    it helps where a list of names is on offer and hurts where all names are there (streets). It is therefore no default.
    Key smoothing shows wherever photos are about something, most on VOC, and loses in streets. Prompt denoising shows where names are on offer that the photo does not have.
    {End}

    """.ReplaceLineEndings("\n"));

var text = File.ReadAllText(target);
int from = text.IndexOf(Begin, StringComparison.Ordinal), to = text.IndexOf(End, StringComparison.Ordinal);
if (from < 0) File.WriteAllText(target, text.TrimEnd('\n') + "\n\n" + page);
else File.WriteAllText(target, text[..from] + page.ToString().TrimEnd('\n') + text[(to + End.Length)..]);

EvaluationReport? Load(string set, string variant) =>
    Path.Combine(folder, set, variant) is var path && File.Exists(Path.Combine(path, "report.json")) ? EvaluationReport.Load(path) : null;

string Difference(string set, string variant)
{
    if (Load(set, "naclip") is not { } before || Load(set, variant) is not { } after) return Missing;
    var comparison = ReportComparison.Of(before, after);
    var difference =
        $"{Points(comparison.Difference.Value, "+0.0;-0.0;0.0")} [{Points(comparison.Difference.Low, "+0.0;-0.0;0.0")}, " +
        $"{Points(comparison.Difference.High, "+0.0;-0.0;0.0")}]";
    return comparison.IsClear ? $"**{difference}**" : difference;
}

string Ratio(string set) => Load(set, "maskclip") is { } each && Load(set, "clip") is { } whole
    ? (each.Metrics.MeanIoU.Value / whole.Metrics.MeanIoU.Value).ToString("0.0", CultureInfo.InvariantCulture)
    : Missing;

string Percent(string set, string variant) => Load(set, variant)?.Metrics.MeanIoU is not { } value
    ? Missing
    : $"{Points(value.Value, "0.0")} [{Points(value.Low, "0.0")}, {Points(value.High, "0.0")}]";

string Points(double value, string format) => (100 * value).ToString(format, CultureInfo.InvariantCulture);

void Table(IEnumerable<string> head, IEnumerable<IEnumerable<string>> rows)
{
    string[] names = [.. head];
    page.Append($"| {string.Join(" | ", names)} |\n|{string.Concat(Enumerable.Repeat("---|", names.Length))}\n");
    foreach (var row in rows) page.Append($"| {string.Join(" | ", row)} |\n");
    page.Append('\n');
}
