#!/usr/bin/env -S dotnet run -c Release
#:property PublishAot=false

// Writes the tables of docs/maskclip-plus.md from the results of the runs of eng/maskclip-plus.sh. The text around them is left alone.
//
//     dotnet run -c Release eng/maskclip-plus-report.cs -- RUNS docs/maskclip-plus.md
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

if (args is not [var runs, var page])
{
    Console.Error.WriteLine("error: give the folder of the runs and the page to write into.");
    return 2;
}

(string Name, string Label)[] streets =
[
    ("street-plain", "plain"), ("street-plain-long", "plain, 1000 steps"), ("street-ks", "+ key smoothing"), (
        "street-pd", "+ prompt denoising"), ("street-kspd", "+ both"),
];
(string Name, string Label)[] scenes =
[
    ("scene-plain", "plain"), ("scene-ks", "+ key smoothing"), ("scene-pd", "+ prompt denoising"), ("scene-kspd", "+ both"),
];
(string Name, string Label)[] zeroShot =
[
    ("zero-shot-clip", "zero-shot, CLIP guides to the end"), ("zero-shot-self", "zero-shot, self-training after 10 %"),
    ("fine-tuned-learned", "conventional fine-tuning, ordinary classifier"), (
        "fine-tuned-mapped", "conventional fine-tuning, mapped texts"),
    ("supervised", "fully supervised (the bound)"),
];

var text = File.ReadAllText(page);
text = Put(text, "street", AnnotationFree(streets));
text = Put(text, "scene", AnnotationFree(scenes));
text = Put(text, "zero-shot", ZeroShot());
text = Put(text, "classes", Classes());
text = Put(text, "runs", Runs());
File.WriteAllText(page, text);
Console.WriteLine($"{page} is up to date.");
return 0;

string AnnotationFree((string Name, string Label)[] rows)
{
    var table = new StringBuilder(
        "| teacher | teacher's MaskCLIP | student | student / teacher | student - teacher |\n|---|---|---|---|---|\n");
    foreach (var (name, label) in rows)
    {
        if (Result(name) is not { } result)
        {
            table.Append($"| {label} | not run yet | | | |\n");
            continue;
        }

        JsonNode teacher = result["teacherIntervals"]!["meanIoU"]!, student = result["studentIntervals"]!["meanIoU"]!;
        table.Append(
            $"| {label} | {Interval(teacher)} | {Interval(student)} | {Value(student) / Value(teacher):0.00}x | " +
            $"{Interval(result["gain"]!, signed: true)} |\n");
    }

    return table.ToString();
}

string ZeroShot()
{
    var table = new StringBuilder("| | seen | unseen | hIoU | all classes |\n|---|---|---|---|---|\n");
    bool first = true;
    foreach (var (name, label) in zeroShot)
    {
        if (Result(name) is not { } result)
        {
            table.Append($"| {label} | not run yet | | | |\n");
            continue;
        }

        if (first) table.Append($"| the teacher itself (MaskCLIP) | {Row(result["teacherIntervals"]!)} |\n");
        first = false;
        table.Append($"| {label} | {Row(result["studentIntervals"]!)} |\n");
    }

    return table.ToString();

    static string Row(JsonNode intervals) =>
        string.Join(" | ", new[] { "seen", "unseen", "harmonic", "meanIoU" }.Select(key => Interval(intervals[key]!)));
}

string Classes()
{
    (string Name, string Label)[] shown =
    [
        ("street-plain", "annotation-free"), .. zeroShot.Select(one => (one.Name, one.Name.Replace('-', ' ')))
    ];
    var results = shown.Select(one => (one.Label, Result: Result(one.Name))).Where(one => one.Result is not null).ToArray();
    if (results.Length == 0) return "";
    string[] names = [.. results[0].Result!["classNames"]!.AsArray().Select(name => name!.GetValue<string>())];
    int[] unseen = [.. results.SelectMany(one => one.Result!["unseen"]!.AsArray().Select(index => index!.GetValue<int>())).Distinct()];
    var table = new StringBuilder(
        $"| class | teacher | {string.Join(" | ", results.Select(one =>
            one.Label))} |\n|---|---|{string.Concat(results.Select(_ => "---|"))}\n");
    for (int i = 0; i < names.Length; i++)
    {
        var cells = results.Select(one => Share(one.Result!["student"]!["classes"]![i]));
        table.Append(
            $"| {names[i]}{(unseen.Contains(i) ? " (unseen)" : "")} | {Share(results[0].Result!["teacher"]!["classes"]![i])} | " +
            $"{string.Join(" | ", cells)} |\n");
    }

    return table.ToString();
}

string Runs()
{
    var table = new StringBuilder("| run | steps | seconds a step | photographs | options |\n|---|---|---|---|---|\n");
    foreach (var (name, _) in streets.Concat(zeroShot).Concat(scenes))
    {
        if (Result(name) is not { } result) continue;
        var options = JsonNode.Parse(File.ReadAllText(Path.Combine(runs, name, "options.json")))!.AsObject();
        string[] hidden = ["images", "data", "layout", "eval-data", "eval-layout", "output", "steps", "checkpoint-every", "eval-every"];
        var shown = options.Where(one => !one.Key.StartsWith('_') && !hidden.Contains(one.Key)).Select(one => $"`--{one.Key} {one.Value}`");
        table.Append(
            $"| {name} | {result["steps"]} | {result["secondsPerStep"]!.GetValue<double>():0.0} | {options["_photos"]} | " +
            $"{string.Join(" ", shown)} |\n");
    }

    return table.ToString();
}

JsonObject? Result(string name)
{
    var path = Path.Combine(runs, name, "result.json");
    return File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))!.AsObject() : null;
}

static double Value(JsonNode interval) => interval["value"]!.GetValue<double>();

static string Interval(JsonNode interval, bool signed = false)
{
    string Text(string key) => interval[key] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        ? value.GetValue<double>().ToString(signed ? "+0.000;-0.000" : "0.000", CultureInfo.InvariantCulture)
        : "-";
    return $"{Text("value")} ({Text("low")} to {Text("high")})";
}

static string Share(JsonNode? value) => value is null ? "-" : value.GetValue<double>().ToString("0.000", CultureInfo.InvariantCulture);

static string Put(string text, string name, string table)
{
    string begin = $"<!-- {name} -->", end = $"<!-- /{name} -->";
    int from = text.IndexOf(begin, StringComparison.Ordinal), to = text.IndexOf(end, StringComparison.Ordinal);
    if (from < 0 || to < from) throw new FormatException($"The page has no place '{begin} ... {end}' for a table.");
    return table.Length == 0 ? text : text[..(from + begin.Length)] + "\n" + table + text[to..];
}
