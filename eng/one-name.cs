#!/usr/bin/env -S dotnet run -c Release
#:project ../src/MaskClip/MaskClip.csproj
#:project ../src/MaskClip.Models.Photo/MaskClip.Models.Photo.csproj
#:property TreatWarningsAsErrors=false
#:property PublishAot=false

// What a user gets who asks for one thing: each of VOC's names alone, with nothing, 22 words and an automatic background behind it. Writes
// one line a name and background: photos with it, its true share of them and the share that was found, IoU over them; photos without it,
// and the share of them that was called it. Then what refinement along edges takes.
//
//     dotnet run -c Release eng/one-name.cs -- ../shared/data/voc2012-val-lowres names.txt words.txt result.tsv
using System.Diagnostics;
using System.Globalization;
using MaskClip;

if (args is not [var set, var nameFile, var wordFile, var target])
    throw new ArgumentException("Give the data set's folder, files of names and of background words, and the file to write.");
string[] names = [.. File.ReadLines(nameFile).Select(line => line.Split('|')[0].Trim()).Where(line => line.Length > 0)];
string[] words = [.. File.ReadLines(wordFile).Select(line => line.Trim()).Where(line => line.Length > 0)];
using var segmenter = Segmenter.Load("photo");
var automatic = new TextOptions { AutomaticBackground = new() };
(string Name, Func<string, TextClassifier> Names)[] backgrounds =
[
    ("none", name => segmenter.Embed(Vocabulary.Parse([name]))),
    ("22 words", name => segmenter.Embed(Vocabulary.Parse([name], words))),
    ("auto", name => segmenter.Embed(Vocabulary.Parse([name]), automatic)),
];
var classifiers = names.SelectMany((name, i) => backgrounds.Select(way => (Label: i + 1, Name: name, Way: way.Name, Text: way.Names(name))))
    .ToArray();
var found = classifiers.Select(_ => new Tally()).ToArray();
(string Name, SegmentationOptions Options)[] edges =
[
    ("none", new()), ("guided filter", new() { GuidedFilter = new() }), ("propagation", new() { Propagation = new() }),
    ("PAMR", new() { Pamr = new() }),
];
var all = segmenter.Embed(Vocabulary.Parse(names), automatic);
var times = edges.Select(_ => new List<double>()).ToArray();
string[] masks = [.. Directory.GetFiles(Path.Combine(set, "masks"), "*.png").Order(StringComparer.Ordinal)];
foreach (var (path, number) in masks.Select((path, number) => (path, number)))
{
    var truth = LabelMask.Load(path);
    var photo = RgbImage.Load(Path.Combine(set, "images", Path.GetFileNameWithoutExtension(path) + ".jpg"));
    using var features = segmenter.Embed(photo);
    Parallel.For(0, classifiers.Length, i =>
    {
        var (label, _, _, text) = classifiers[i];
        var result = features.Segment(text);
        int name = text.Vocabulary.Classes.Count - 1;
        long own = 0, called = 0, both = 0, known = 0;
        for (int at = 0; at < result.Labels.Length; at++)
        {
            int value = truth.Labels[at];
            if (value == 255) continue;
            known++;
            if (value == label) own++;
            if (result.Labels[at] != name) continue;
            called++;
            if (value == label) both++;
        }

        found[i].Add((double)own / known, (double)called / known, own, called, both);
    });
    if (number % 8 != 0) continue;
    // A few rounds of a photo: the first pays for what the others find ready.
    for (int round = 0; round < 3; round++)
    {
        for (int i = 0; i < edges.Length; i++)
        {
            var clock = Stopwatch.StartNew();
            features.Segment(all, edges[i].Options);
            if (round > 0) times[i].Add(clock.Elapsed.TotalMilliseconds);
        }
    }
}

using var table = new StreamWriter(target);
foreach (var ((_, name, way, _), tally) in classifiers.Zip(found)) table.WriteLine($"{name}\t{way}\t{tally}");
foreach (var ((name, _), values) in edges.Zip(times))
    table.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ms\t{name}\t{values.Order().ElementAt(values.Count / 2):0.0}"));

internal sealed class Tally
{
    private int with, without;
    private double share, calledWith, calledWithout;
    private long own, called, both;

    public void Add(double trueShare, double calledShare, long ownPixels, long calledPixels, long bothPixels)
    {
        if (trueShare == 0)
        {
            without++;
            calledWithout += calledShare;
            return;
        }

        with++;
        share += trueShare;
        calledWith += calledShare;
        own += ownPixels;
        called += calledPixels;
        both += bothPixels;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{with}\t{share / with:0.0000}\t{calledWith / with:0.0000}\t{both / (double)(own + called - both):0.0000}\t" +
        $"{without}\t{calledWithout / without:0.0000}");
}
