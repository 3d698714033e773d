#!/usr/bin/env -S dotnet run -c Release
#:project ../src/MaskClip.Evaluation/MaskClip.Evaluation.csproj
#:property TreatWarningsAsErrors=false
#:property PublishAot=false

// Writes docs/results.md from the reports that eng/results.sh made.
//
//     dotnet run -c Release eng/render-results.cs -- artifacts/results docs/results.md
using System.Globalization;
using System.Text;
using MaskClip.Evaluation;

if (args is not [var folder, var target]) throw new ArgumentException("Give the folder of the reports and the page to write.");
(string Name, string Title)[] variants =
[
    ("clip", "clip"),
    ("maskclip", "maskclip"),
    ("ks", "+ key smoothing"),
    ("pd", "+ prompt denoising"),
    ("ks-pd", "+ both"),
    ("clip-surgery", "clip-surgery"),
];
(string Name, string Title)[] refinements =
[
    ("maskclip", "none"), ("guided", "guided filter"), ("pamr", "PAMR"), ("reduced", "vocabulary reduction")
];
(string Folder, string Title)[] headlines =
[
    ("camvid-val.camvid", "camvid-val, 11 street classes"),
    ("coco-panoptic-val.coco-scene20", "coco-panoptic-val, 20 scene classes"),
    ("coco-panoptic-val.coco-panoptic", "coco-panoptic-val, 133 classes"),
    ("voc2012-val-lowres.voc20", "voc2012-val-lowres, 20 classes"),
];
(string Folder, string Title)[] perClass =
[
    ("camvid-val.camvid", "CamVid"), ("coco-panoptic-val.coco-scene20", "COCO, 20 scene classes"), ("voc2012-val.voc20", "PASCAL VOC 2012"),
];

var first = Load(headlines[0].Folder, "maskclip");
var page = new StringBuilder();
page.Append($"""
    # Results on photographs

    Made by `eng/results.sh` on {first.Timing.Finished.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)} from the photographs in `../shared/data` ({first.Machine.Processor}, {first.Machine.Cores} cores,
    {first.Machine.Runtime}, {first.Program.Engine}). Model: `../shared/models/mini-clip` ({first.Model.Hash[..8]}), a small ResNet that learned from photographs: these figures say what the
    program does with it, not what MaskCLIP does with CLIP. Protocol `default`: short side {first.Settings["size"]}, output stride {first.Settings["output-stride"]}, 85 templates, logit scale
    {first.Settings["logit-scale"]}. All figures in percent; in brackets 95 % intervals by drawing photos anew (bootstrap, 1000 draws, seed {first.Settings["seed"]}).

    The training sets `coco-panoptic-train` and `camvid-train` are left out: the model has seen them (and streets like camvid-val's).
    The photographs of `voc2012-val-lowres` are degraded: good for comparing methods, not with published numbers.


    """.ReplaceLineEndings("\n"));

page.Append("## mIoU\n\n");
Table(["set", "photos", .. variants.Select(variant => variant.Title)], headlines.Select(set => variants
    .Select(variant => Percent(Load(set.Folder, variant.Name).Metrics.MeanIoU))
    .Prepend($"{Load(set.Folder, "maskclip").Photos.Count}").Prepend(set.Title)));

page.Append(
    "Differences to `maskclip` in points, paired: both runs see the same draws of photos. Bold where the interval leaves out 0.\n\n");
string[] others = [.. variants.Select(variant => variant.Name).Where(name => name != "maskclip")];
Table(["set", .. variants.Where(variant => variant.Name != "maskclip").Select(variant => variant.Title)], headlines.Select(set => others
    .Select(name => ReportComparison.From(Load(set.Folder, "maskclip"), Load(set.Folder, name)))
    .Select(comparison => comparison.IsClear ? $"**{Signed(comparison.Difference)}**" : Signed(comparison.Difference)).Prepend(set.Title)));

page.Append("Other figures of `maskclip`:\n\n");
Table(
    ["set", "aAcc", "mAcc", "fwIoU", "Dice", "boundary IoU"],
    headlines.Select(set => (set.Title, Load(set.Folder, "maskclip").Metrics)).Select(set => new[]
{
    set.Title, Percent(set.Metrics.OverallAccuracy), Number(set.Metrics.MeanAccuracy), Number(set.Metrics.FrequencyWeightedIoU), Number(
        set.Metrics.MeanDice), Number(set.Metrics.MeanBoundaryIoU),
}));

page.Append("""
    ## Methods

    The model is a ResNet. Of the methods only `clip`, `maskclip` and `clip-surgery` have a meaning for its pooling attention; `sclip`, `clearclip`,
    `naclip`, `kk`, `nonly`, `gem`, `resclip` and `scclip` change a block of a vision transformer, and are refused here. What each costs, on the drawn picture at 224 pixels with
    VOC's 20 names, all methods in turn, 31 rounds (`dotnet run -c Release --project bench/MaskClip.Benchmarks -- methods ../shared/models/mini-clip/model.safetensors 224`):


    """.ReplaceLineEndings("\n"));
page.Append(File.ReadAllText(Path.Combine(folder, "method-cost.md")).TrimEnd('\n') + "\n\n");

page.Append("""
    ## After scoring

    `maskclip` and what can follow it: the guided filter and PAMR, which follow the photo's edges, and vocabulary reduction, which drops names that the photo as a whole does not
    answer to. In brackets the paired difference of mIoU to none in points; bold where its interval leaves out 0. What they cost is in [from-scores-to-masks.md](from-scores-to-masks.md#edges).


    """.ReplaceLineEndings("\n"));
Table(["set", "figure", .. refinements.Select(one => one.Title)], headlines.SelectMany(set => new[]
{
    refinements.Select(one => Refined(set.Folder, one.Name)).Prepend("mIoU").Prepend(set.Title),
    refinements.Select(one => Number(Load(set.Folder, one.Name).Metrics.MeanBoundaryIoU)).Prepend("boundary IoU").Prepend(""),
}));

page.Append(
    "## Students\n\nWhat MaskCLIP+ makes of this model's labels, and zero-shot training against the conventional fine-tuning: " +
    "[maskclip-plus.md](maskclip-plus.md#what-it-reaches-here). mIoU as shares of 1, 95 % intervals.\n\n");
var students = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(target))!, "maskclip-plus.md"));
foreach (var (name, title) in new[]
{
    ("street", "Streets (CamVid), annotation-free:"), ("scene", "Scenes (COCO, 20 classes), annotation-free:"), (
        "zero-shot", "Streets with masks of eight classes; tree, car and sidewalk are unseen:"),
})
{
    page.Append($"{title}\n\n{students.Split($"<!-- {name} -->")[1].Split($"<!-- /{name} -->")[0].Trim('\n')}\n\n");
}


page.Append(
    "## IoU by class\n\n`voc2012-val` is only a part of the official set, mostly animals and people: there is no mean over its 20 " +
    "classes here.\n\n");
foreach (var (set, title) in perClass)
{
    page.Append($"### {title}\n\n");
    var reports = variants.Select(variant => Load(set, variant.Name)).ToArray();
    Table(
        ["class", "photos", .. variants.Select(variant => variant.Title)],
        Enumerable.Range(0, reports[0].Classes.Count).Select(c => reports
        .Select(report => Percent(Class(report, c)))
        .Prepend($"{reports[0].Photos.Count(photo => photo.Confusion.Any(cell => cell.Truth == c))}").Prepend(reports[0].Classes[c].Name)));
}

page.Append("""
    ## Robustness

    mIoU of `maskclip` on photos corrupted as ImageNet-C does (before they are resized), levels 1 to 5.


    """.ReplaceLineEndings("\n"));
foreach (var (set, title) in headlines.Take(2))
{
    var report = Load(set, "corruptions");
    page.Append($"### {title} (clean {Percent(report.Metrics.MeanIoU)})\n\n");
    Table(["corruption", "1", "2", "3", "4", "5"], report.Corruptions.GroupBy(cell => cell.Kind).Select(kind =>
        kind.OrderBy(cell => cell.Level).Select(cell => Percent(cell.MeanIoU)).Prepend(CorruptionSetting.NameOf(kind.Key))));
}

var sample = Load("ade20k-sample.ade20k", "maskclip");
page.Append($"""
    ## Format check

    `ade20k-sample` (layout `ade20k`, {sample.Classes.Count} classes) has {sample.Photos.Count} photographs: they show that the layout is read, and no figure. All {sample.Photos.Count} were evaluated, {sample.Dataset.Failed.Count} failed.

    """.ReplaceLineEndings("\n"));
// The section that eng/photographs-report.cs writes stays.
var before = File.Exists(target) ? File.ReadAllText(target) : "";
int kept = before.IndexOf("<!-- photo", StringComparison.Ordinal);
File.WriteAllText(target, page.ToString().TrimEnd('\n') + "\n" + (kept < 0 ? "" : "\n" + before[kept..]));

Console.WriteLine($"{target} is written");
return 0;

EvaluationReport Load(string set, string variant) => EvaluationReport.Load(Path.Combine(folder, set, variant));

string Refined(string set, string variant)
{
    var (plain, refined) = (Load(set, "maskclip"), Load(set, variant));
    if (variant == "maskclip") return Number(plain.Metrics.MeanIoU.Value);
    var comparison = ReportComparison.From(plain, refined);
    return $"{Number(refined.Metrics.MeanIoU.Value)} " +
        $"({(comparison.IsClear ? $"**{Signed(comparison.Difference)}**" : Signed(comparison.Difference))})";
}

static Interval Class(EvaluationReport report, int index) =>
    Bootstrap.From([.. report.Photos.Select(photo => photo.ToPixels())], report.Classes.Count, metrics => metrics.Classes[index].IoU);

void Table(IEnumerable<string> headers, IEnumerable<IEnumerable<string>> rows)
{
    string[] titles = [.. headers];
    page.Append($"| {string.Join(" | ", titles)} |\n|{string.Concat(Enumerable.Repeat("---|", titles.Length))}\n");
    foreach (var row in rows) page.Append($"| {string.Join(" | ", row)} |\n");
    page.Append('\n');
}

static string Number(double share) => double.IsNaN(share) ? "-" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

static string Percent(Interval interval) =>
    double.IsNaN(interval.Value) ? "-" : $"{Number(interval.Value)} [{Number(interval.Low)}, {Number(interval.High)}]";

static string Signed(Interval interval)
{
    static string Points(double share) => (100 * share).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
    return $"{Points(interval.Value)} [{Points(interval.Low)}, {Points(interval.High)}]";
}
