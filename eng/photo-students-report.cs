#!/usr/bin/env -S dotnet run -c Release
#:property PublishAot=false

// Writes the table of eng/photo-students.sh into docs/maskclip-plus.md. The text around it is left alone; runs that were not made have no
// row.
//
//     dotnet run -c Release eng/photo-students-report.cs -- RUNS docs/maskclip-plus.md
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

if (args is not [var runs, var page])
{
    Console.Error.WriteLine("error: give the folder of the runs and the page to write into.");
    return 2;
}

(string Name, string Label)[] rows =
[
    ("street-context-plain", "streets, annotation-free, plain teacher; begins as its teacher"),
    ("street-context-scales", "streets, annotation-free, plain teacher that labels at twice the size; begins as its teacher"),
    ("street-context-refined", "streets, annotation-free, refined teacher; begins as its teacher"),
    ("street-imagenet-plain", "streets, annotation-free, plain teacher; DeepLabv2 from ImageNet"),
    ("street-random-plain", "streets, annotation-free, plain teacher; DeepLabv2 from random weights"),
    ("street-zero-shot", "streets, zero-shot, self-training after 50 %; begins as its teacher"),
    ("street-fine-tuned", "streets, conventional fine-tuning (mapped texts)"),
    ("street-supervised", "streets, fully supervised (the bound); begins as its teacher"),
    ("voc-context-plain", "VOC, annotation-free, plain teacher; begins as its teacher"),
    ("voc-context-refined", "VOC, annotation-free, refined teacher; begins as its teacher"),
    ("voc-context-scales", "VOC, annotation-free, plain teacher that labels at its own and twice the size; begins as its teacher"),
];
var table = new StringBuilder(
    "| run | steps | teacher | student, each seed | student / teacher, mean | student - teacher, each seed | " +
    "unseen: teacher | unseen: student |\n" +
    "|---|---|---|---|---|---|---|---|\n");
foreach (var (name, label) in rows)
{
    var folder = Path.Combine(runs, name);
    if (!Directory.Exists(folder)) continue;
    JsonNode[] seeds =
    [
        .. Directory.GetDirectories(folder, "seed-*").Order(StringComparer.Ordinal)
            .Select(seed => Path.Combine(seed, "result.json"))
            .Where(File.Exists)
            .Select(path => JsonNode.Parse(File.ReadAllText(path))!),
    ];
    if (seeds.Length == 0) continue;
    JsonNode teacher = seeds[0]["teacherIntervals"]!;
    double mean = seeds.Average(seed => Value(seed["studentIntervals"]!["meanIoU"]!) / Value(teacher["meanIoU"]!));
    table.Append(
        $"| {label} | {seeds[0]["steps"]} | {Interval(teacher["meanIoU"]!)} | {Each(seed => seed["studentIntervals"]!["meanIoU"]!)} | " +
        $"{mean.ToString("0.00", CultureInfo.InvariantCulture)}x | {Each(seed => seed["gain"]!, signed: true)} | " +
        $"{(teacher["unseen"] is { } its ? Interval(its) : "-")} | " +
        $"{(teacher["unseen"] is null ? "-" : Each(seed => seed["studentIntervals"]!["unseen"]!))} |\n");

    string Each(Func<JsonNode, JsonNode> of, bool signed = false) => string.Join("; ", seeds.Select(seed => Interval(of(seed), signed)));
}

const string Begin = "<!-- photo-students -->\n", End = "<!-- /photo-students -->";
var text = File.ReadAllText(page);
int start = text.IndexOf(Begin, StringComparison.Ordinal), end = text.IndexOf(End, StringComparison.Ordinal);
if (start < 0 || end < 0)
{
    Console.Error.WriteLine($"error: {page} has no place for the table: {Begin.Trim()} and {End}.");
    return 1;
}

File.WriteAllText(page, $"{text[..(start + Begin.Length)]}{table}{text[end..]}");
Console.WriteLine($"{page} is up to date.");
return 0;

static double Value(JsonNode interval) => interval["value"]!.GetValue<double>();

static string Interval(JsonNode interval, bool signed = false)
{
    return $"{Number(Value(interval))} ({Number(interval["low"]!.GetValue<double>())} to {Number(interval["high"]!.GetValue<double>())})";

    string Number(double value) => value.ToString(signed ? "+0.000;-0.000" : "0.000", CultureInfo.InvariantCulture);
}
