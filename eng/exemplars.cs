#!/usr/bin/env -S dotnet run -c Release
#:project ../src/MaskClip/MaskClip.csproj
#:project ../src/MaskClip.World/MaskClip.World.csproj
#:project ../src/MaskClip.Models.Photo/MaskClip.Models.Photo.csproj
#:project ../src/MaskClip.Models.World/MaskClip.Models.World.csproj
#:property TreatWarningsAsErrors=false
#:property PublishAot=false

// What examples find in place of a name, one class at a time: places and cut-out pictures of it from every other photo, looked for in the
// photos between. IoU over photos that show the class, the share of the others that is called it, means over classes. A place is the
// pixel farthest from the border of the class's pixels; a picture is the box around them.
//
//     dotnet run -c Release eng/exemplars.cs -- voc ../shared/data/voc2012-val-lowres ../shared/models/photo-bridge/voc-synonyms.txt
//     dotnet run -c Release eng/exemplars.cs -- world 200
using System.Collections.Concurrent;
using System.Globalization;
using MaskClip;
using MaskClip.World;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var (model, names, scenes) = args switch
{
    ["voc", var set, var words] => ("photo", File.ReadLines(words).Select(line => line.Split('|')[0]).ToArray(), Photographs(set)),
    ["world", var count] => ("world-clip", [.. WorldClasses.Names], Drawn(int.Parse(count))),
    _ => throw new ArgumentException("Give 'voc', a data set's folder and a file of names; or 'world' and how many scenes."),
};
int firstClass = model == "photo" ? 1 : 0;
using var segmenter = Segmenter.Load(model);
var sources = scenes.Where((_, i) => i % 2 == 0).ToArray();
var tests = scenes.Where((_, i) => i % 2 == 1).ToArray();
var known = names.Select((_, label) =>
    sources.Where(scene => scene.Labels.Contains((byte)(label + firstClass))).Take(5).ToArray()).ToArray();
int[] classes = [.. Enumerable.Range(0, names.Length).Where(label => known[label].Length == 5)];
Console.WriteLine($"{model}: {tests.Length} photos, {classes.Length} classes of which five other photos show one");

var text = classes.ToDictionary(label => label, label => model == "photo"
    ? segmenter.Embed(Vocabulary.Parse([names[label]]), segmenter.Options.Texts with { AutomaticBackground = new() })
    : segmenter.Embed(Vocabulary.Parse([names[label]], names.Where((_, other) => other != label))));
var places = classes.ToDictionary(label => label, label => known[label].Select(scene => OfPlace(scene, label)).ToArray());
var crops = classes.ToDictionary(label => label, label => known[label].Select(scene => OfCrop(scene, label)).ToArray());
(string Name, Func<int, TextClassifier> Of)[] ways =
[
    ("the name", label => text[label]),
    ("1 place", label => TextClassifier.From(places[label].Take(1))),
    ("3 places", label => TextClassifier.From(places[label].Take(3))),
    ("5 places", label => TextClassifier.From(places[label])),
    ("1 picture", label => TextClassifier.From(crops[label].Take(1))),
    ("3 pictures", label => TextClassifier.From(crops[label].Take(3))),
    ("5 pictures", label => TextClassifier.From(crops[label])),
    ("the name and 3 places", label => text[label].With(places[label].Take(3))),
    ("the name and 3 pictures", label => text[label].With(crops[label].Take(3))),
];
var tallies = ways.ToDictionary(way => way.Name, _ => classes.ToDictionary(label => label, _ => new Tally()));
var own = classes.ToDictionary(label => label, _ => new Tally());
var work = ways.SelectMany(way => classes.Select(label => (way.Name, Label: label, Classifier: way.Of(label)))).ToArray();
foreach (var scene in tests)
{
    using var features = segmenter.Embed(scene.Photo);
    Parallel.ForEach(work, one =>
    {
        var found = features.Segment(one.Classifier);
        tallies[one.Name][one.Label].Add(found, scene.Labels, (byte)(one.Label + firstClass));
    });
    foreach (int label in classes.Where(label => scene.Labels.Contains((byte)(label + firstClass))))
    {
        var (x, y) = Interior(scene, label);
        var found = features.Segment(TextClassifier.From([features.Exemplar(names[label], new(x, y, 1, 1))]));
        own[label].Add(found, scene.Labels, (byte)(label + firstClass));
    }
}

Console.WriteLine("| what is given | IoU where it is | called it where it is not |");
Console.WriteLine("|---|---|---|");
foreach (var (name, _) in ways)
{
    var all = tallies[name].Values;
    Console.WriteLine($"| {name} | {100 * all.Average(one => one.Iou):0.0} | {100 * all.Average(one => one.Wrong):0.0} % |");
}

Console.WriteLine($"| a place of the same photo | {100 * own.Values.Average(one => one.Iou):0.0} | - |");

Exemplar OfPlace(Scene scene, int label)
{
    using var features = segmenter.Embed(scene.Photo);
    var (x, y) = Interior(scene, label);
    return features.Exemplar(names[label], new(x, y, 1, 1));
}

Exemplar OfCrop(Scene scene, int label)
{
    int width = scene.Photo.Width, left = width, right = 0, top = scene.Photo.Height, bottom = 0;
    for (int i = 0; i < scene.Labels.Length; i++)
    {
        if (scene.Labels[i] != label + firstClass) continue;
        (left, right) = (Math.Min(left, i % width), Math.Max(right, i % width));
        (top, bottom) = (Math.Min(top, i / width), Math.Max(bottom, i / width));
    }

    return segmenter.EmbedExemplar(scene.Photo.Crop(new(left, top, right - left + 1, bottom - top + 1)), names[label]);
}

// The distance to the border by two sweeps (in steps along rows and columns).
(int X, int Y) Interior(Scene scene, int label)
{
    int width = scene.Photo.Width, height = scene.Photo.Height;
    var far = new int[scene.Labels.Length];
    int At(int x, int y) => x < 0 || y < 0 || x >= width || y >= height ? 0 : far[y * width + x];
    for (int y = 0; y < height; y++)
    {
        for (int x = 0; x < width; x++)
            far[y * width + x] = scene.Labels[y * width + x] == label + firstClass ? Math.Min(At(x - 1, y), At(x, y - 1)) + 1 : 0;
    }

    for (int y = height - 1; y >= 0; y--)
    {
        for (int x = width - 1; x >= 0; x--) far[y * width + x] = Math.Min(far[y * width + x], Math.Min(At(x + 1, y), At(x, y + 1)) + 1);
    }

    int best = Array.IndexOf(far, far.Max());
    return (best % width, best / width);
}

static Scene[] Photographs(string set) =>
[
    .. Directory.GetFiles(Path.Combine(set, "masks"), "*.png").Order(StringComparer.Ordinal).Select(mask => new Scene(
        RgbImage.Load(Path.Combine(set, "images", Path.GetFileNameWithoutExtension(mask) + ".jpg")),
        [.. LabelMask.Load(mask).Labels.ToArray().Select(value => (byte)value)]))
];

static Scene[] Drawn(int count) =>
[
    .. Enumerable.Range(0, count).Select(seed => SmallWorld.Scene(9_000_000 + seed, WorldSplit.Test, 256, 192))
        .Select(scene => new Scene(scene.Picture, scene.Mask.Indices.ToArray()))
];

internal sealed record Scene(RgbImage Photo, byte[] Labels);

internal sealed class Tally
{
    private readonly Lock gate = new();
    private long both, either;
    private double wrong;
    private int without;

    public double Iou => (double)both / either;

    public double Wrong => wrong / without;

    public void Add(Segmentation found, byte[] labels, byte label)
    {
        int name = found.Vocabulary.Classes.Count - 1;
        long own = 0, called = 0, both = 0, known = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] == 255) continue;
            known++;
            if (labels[i] == label) own++;
            if (found.Labels[i] != name) continue;
            called++;
            if (labels[i] == label) both++;
        }

        lock (gate)
        {
            if (own > 0) (this.both, either) = (this.both + both, either + own + called - both);
            else (wrong, without) = (wrong + (double)called / known, without + 1);
        }
    }
}
