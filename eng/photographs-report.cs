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
    ("smoothing", "`--key-smoothing`"), ("denoising", "`--prompt-denoising`"), ("guided", "`--guided-filter`"),
    ("propagated", "`--propagate`"), ("pamr", "`--pamr`"), ("int8", "`--precision int8`"),
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
var alone = File.Exists(Path.Combine(folder, "one-name.tsv"))
    ? File.ReadLines(Path.Combine(folder, "one-name.tsv")).Select(line => line.Split('\t')).ToArray() : [];
if (alone.Length > 0)
{
    page.Append("""
        What refinement along edges takes, milliseconds a photo (median of 55 photos of VOC, twice each; VOC's names and an automatic background, labels from embedded features; other work was on the machine, so that only ratios mean something):


        """.ReplaceLineEndings("\n"));
    string[] edges = ["none", "guided filter", "propagation", "PAMR"];
    Table(["", .. edges], [["ms", .. edges.Select(Milliseconds)]]);
}

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


    ### Plain words

    VOC with background, all twenty names in plain words on offer. What stands behind them: the one word "background" (the data set's own name), 22 words that were chosen by hand for such photos, or
    `--background auto`. Its candidates (COCO-Stuff's stuff and twelve surroundings, not ADE20K's classes and no things), number, nearness and the missing penalty for redundancy were chosen on photographs of
    `coco-panoptic-train`, not on these ([the choice again](from-scores-to-masks.md#an-automatic-background)).


    """.ReplaceLineEndings("\n"));
(string Name, string Title)[] backgrounds =
    [("voc21-word", "the word \"background\""), ("voc21-words", "22 words"), ("voc21-auto", "`auto`")];
(string Name, string Title)[] plain =
[
    ("naclip", "default"), ("all", "`--presence 0.6 --prompt-denoising 0.6 --prototypes`"), ("smooth", "and `--key-smoothing`"),
    ("smooth-guided", "and `--guided-filter`"),
];
Table(
    ["settings", .. backgrounds.Select(one => one.Title), "`auto` to 22 words"],
    plain.Select(one => (IEnumerable<string>)
    [
        one.Title, .. backgrounds.Select(set => Percent(set.Name, one.Name)),
        Between(Load("voc21-words", one.Name), Load("voc21-auto", one.Name)),
    ]));
page.Append("IoU of the classes without any other setting, whom it helps and whom it harms:\n\n");
Table(
    ["", .. Classes().Select(one => one.Name)],
    backgrounds.Where(set => Load(set.Name, "naclip") is not null)
        .Select(set => Classes(set.Name).Select(one => Points(one.IoU ?? 0, "0")).Prepend(set.Title)));
if (alone.Length > 0)
{
    page.Append("""
        One name alone (`--prompt cat`), each of VOC's twenty in turn, no other option: of photos that show it the share that it has and that it is given, and its IoU over them; of photos that do not
        the share that is wrongly called it. With nothing behind it (none) every pixel is the name.


        """.ReplaceLineEndings("\n"));
    string[] shown = ["cat", "dog", "bird", "person", "car", "tv monitor", "bottle"];
    Table(
        [
            "name", "photos with it", "true share", "given: none", "22 words", "`auto`", "IoU: none", "22 words", "`auto`",
            "called it wrongly: none", "22 words", "`auto`",
        ],
        shown.Append("mean of all twenty").Select(name => Alone(name)));
}

page.Append($"""
    {End}

    """.ReplaceLineEndings("\n"));

var text = File.ReadAllText(target);
int from = text.IndexOf(Begin, StringComparison.Ordinal), to = text.IndexOf(End, StringComparison.Ordinal);
if (from < 0) File.WriteAllText(target, text.TrimEnd('\n') + "\n\n" + page);
else File.WriteAllText(target, text[..from] + page.ToString().TrimEnd('\n') + text[(to + End.Length)..]);

EvaluationReport? Load(string set, string variant) =>
    Path.Combine(folder, set, variant) is var path && File.Exists(Path.Combine(path, "report.json")) ? EvaluationReport.Load(path) : null;

string Difference(string set, string variant) => Between(Load(set, "naclip"), Load(set, variant));

string Between(EvaluationReport? before, EvaluationReport? after)
{
    if (before is null || after is null) return Missing;
    var comparison = ReportComparison.From(before, after);
    var difference =
        $"{Points(comparison.Difference.Value, "+0.0;-0.0;0.0")} [{Points(comparison.Difference.Low, "+0.0;-0.0;0.0")}, " +
        $"{Points(comparison.Difference.High, "+0.0;-0.0;0.0")}]";
    return comparison.IsClear ? $"**{difference}**" : difference;
}

IEnumerable<(string Name, double? IoU)> Classes(string set = "voc21-auto") =>
    Load(set, "naclip")?.Classes.Select(one => (one.Name, (double?)one.IoU)) ?? [];

string Milliseconds(string way) => alone.FirstOrDefault(line => line[0] == "ms" && line[1] == way)?[2] ?? Missing;

IEnumerable<string> Alone(string name)
{
    string[] ways = ["none", "22 words", "auto"];
    bool mean = name.StartsWith("mean", StringComparison.Ordinal);
    double Value(string way, int column) => alone.Where(line => line.Length > 7 && line[1] == way && (mean || line[0] == name))
        .Select(line => double.Parse(line[column], CultureInfo.InvariantCulture)).DefaultIfEmpty(double.NaN).Average();
    return
    [
        name, mean ? "" : Value("auto", 2).ToString("0", CultureInfo.InvariantCulture), $"{Points(Value("auto", 3), "0.0")} %",
        .. ways.Select(way => $"{Points(Value(way, 4), "0.0")} %"), .. ways.Select(way => Points(Value(way, 5), "0.0")),
        .. ways.Select(way => $"{Points(Value(way, 7), "0.0")} %"),
    ];
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
