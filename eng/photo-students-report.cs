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
    ("street-context-refined", "streets, annotation-free, refined teacher; begins as its teacher"),
    ("street-imagenet-plain", "streets, annotation-free, plain teacher; DeepLabv2 from ImageNet"),
    ("street-random-plain", "streets, annotation-free, plain teacher; DeepLabv2 from random weights"),
    ("street-zero-shot", "streets, zero-shot, self-training after 50 %; begins as its teacher"),
    ("street-fine-tuned", "streets, conventional fine-tuning (mapped texts)"),
    ("street-supervised", "streets, fully supervised (the bound); begins as its teacher"),
    ("voc-context-plain", "VOC, annotation-free, plain teacher; begins as its teacher"),
    ("voc-context-refined", "VOC, annotation-free, refined teacher; begins as its teacher"),
];
var table = new StringBuilder(
    "| run | steps | teacher | student | student - teacher | student / teacher | unseen: teacher | unseen: student |\n" +
    "|---|---|---|---|---|---|---|---|\n");
foreach (var (name, label) in rows)
{
    var path = Path.Combine(runs, name, "result.json");
    if (!File.Exists(path)) continue;
    var result = JsonNode.Parse(File.ReadAllText(path))!;
    JsonNode teacher = result["teacherIntervals"]!, student = result["studentIntervals"]!;
    table.Append(
        $"| {label} | {result["steps"]} | {Interval(teacher["meanIoU"]!)} | {Interval(student["meanIoU"]!)} | " +
        $"{Interval(result["gain"]!, signed: true)} | {Value(student["meanIoU"]!) / Value(teacher["meanIoU"]!):0.00}x | " +
        $"{(teacher["unseen"] is { } its ? Interval(its) : "-")} | {(student["unseen"] is { } own ? Interval(own) : "-")} |\n");
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
