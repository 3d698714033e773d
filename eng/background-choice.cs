#!/usr/bin/env -S dotnet run -c Release
#:project ../src/MaskClip/MaskClip.csproj
#:project ../src/MaskClip.Models.Photo/MaskClip.Models.Photo.csproj
#:property TreatWarningsAsErrors=false
#:property PublishAot=false

// How the settings of the automatic background were chosen: on training photographs (coco-panoptic-train, which no table of docs/results.md
// is made of), with VOC's twenty names on offer. Prints a table: mIoU
// over background and names, its paired difference to the default, IoU of the background, mean IoU of names.
//
//     dotnet run -c Release eng/background-choice.cs -- ../shared/data/coco-panoptic-train ../shared/models/photo-bridge/voc-synonyms.txt
using System.Globalization;
using MaskClip;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [var set, var nameFile]) throw new ArgumentException("Give the data set's folder and a file of names.");
string[] names = [.. File.ReadLines(nameFile).Select(line => line.Split('|')[0].Trim()).Where(line => line.Length > 0)];
using var segmenter = Segmenter.Load("photo");
var vocabulary = Vocabulary.Parse(names);
var texts = segmenter.Options.Texts;
TextClassifier Auto(AutomaticBackgroundOptions options) => segmenter.Embed(vocabulary, texts with { AutomaticBackground = options });
TextClassifier Words(IEnumerable<string> words) => segmenter.Embed(vocabulary.WithBackground(words), texts);

// Whatever is not one of the names; nothing is chosen of these.
var stuff = Vocabulary.BuiltIn("coco-stuff").Classes.Select(one => one.Name).Skip(80).ToArray();
var things = Others(Vocabulary.BuiltIn("coco-stuff").Classes.Select(one => one.Name).Take(80));
var scenes = Others(Vocabulary.BuiltIn("ade20k").Classes.Select(one => one.Name));
List<(string Setting, TextClassifier Names)> ways = [("the default: 64 words, nearness 0.5, no penalty", Auto(new()))];
foreach (int words in new[] { 4, 8, 16, 32, 103 }) ways.Add(($"{words} words", Auto(new() { Words = words })));
foreach (float nearness in new[] { 0.3f, 0.4f, 0.6f, 0.7f, 0.9f, 1 })
    ways.Add(($"nearness {nearness}", Auto(new() { Nearness = nearness })));
foreach (float redundancy in new[] { 0.25f, 0.5f, 1 })
    ways.Add(($"penalty {redundancy}, 32 words (none: see 32 words)", Auto(new() { Redundancy = redundancy, Words = 32 })));
ways.Add(("all of COCO-Stuff's stuff, nothing left out", Words(stuff)));
ways.Add(("and ADE20K's classes", Words(stuff.Concat(scenes).Distinct())));
ways.Add(("and COCO's things", Words(stuff.Concat(things).Distinct())));
ways.Add(("the word \"background\"", Words(["background"])));

var confusions = ways.Select(_ => new List<long[,]>()).ToArray();
string[] masks = [.. Directory.GetFiles(Path.Combine(set, "masks_voc20"), "*.png").Order(StringComparer.Ordinal)];
foreach (var path in masks)
{
    var truth = LabelMask.Load(path);
    using var features = segmenter.Embed(RgbImage.Load(Path.Combine(set, "images", Path.GetFileNameWithoutExtension(path) + ".jpg")));
    Parallel.For(0, ways.Count, i =>
    {
        var found = features.Segment(ways[i].Names);
        var own = new long[names.Length + 1, names.Length + 1];
        for (int at = 0; at < found.Labels.Length; at++)
        {
            if (truth.Labels[at] <= names.Length) own[truth.Labels[at], found.Labels[at]]++;
        }

        confusions[i].Add(own);
    });
}

// The same draws of photographs for all, as in evaluations.
var random = new Random(0);
int[][] draws = [.. Enumerable.Range(0, 500).Select(_ => masks.Select(_ => random.Next(masks.Length)).ToArray())];
int[] all = [.. Enumerable.Range(0, masks.Length)];
double[] usual = [.. draws.Select(draw => Mean(confusions[0], draw))];
Console.WriteLine($"{masks.Length} photographs, {names.Length} names; of settings that are not named the defaults");
Console.WriteLine("| what stands behind the names | mIoU | to the default, 95 % | background | names |");
Console.WriteLine("|---|---|---|---|---|");
for (int i = 0; i < ways.Count; i++)
{
    var iou = Ious(confusions[i], all);
    double[] differences = [.. draws.Select((draw, n) => 100 * (Mean(confusions[i], draw) - usual[n])).Order()];
    var against = i == 0 ? "" : $"{100 * (iou.Average() - Mean(confusions[0], all)):+0.0;-0.0;0.0} [{differences[12]:+0.0;-0.0;0.0}, " +
        $"{differences[^13]:+0.0;-0.0;0.0}]";
    Console.WriteLine(
        $"| {ways[i].Setting} | {100 * iou.Average():0.0} | {against} | {100 * iou[0]:0.0} | {100 * iou.Skip(1).Average():0.0} |");
}

string[] Others(IEnumerable<string> words) => [.. words.Where(word => !names.Contains(word, StringComparer.OrdinalIgnoreCase))];

double Mean(List<long[,]> photos, int[] draw) => Ious(photos, draw).Average() ?? 0;

// Of the background and each name; null where no photograph shows it.
double?[] Ious(List<long[,]> photos, int[] draw) =>
[
    .. Enumerable.Range(0, names.Length + 1).Select(label =>
    {
        long own = 0, found = 0, both = 0;
        foreach (int photo in draw)
        {
            both += photos[photo][label, label];
            for (int other = 0; other <= names.Length; other++)
                (own, found) = (own + photos[photo][label, other], found + photos[photo][other, label]);
        }

        return own == 0 ? null : both / (double?)(own + found - both);
    }),
];
