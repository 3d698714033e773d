#!/usr/bin/env -S dotnet run -c Release
#:project ../src/MaskClip/MaskClip.csproj
#:property TreatWarningsAsErrors=false
#:property PublishAot=false

// Measures the embedded model with the settings of its card (MODEL_CARD.md) and fails when a figure is off by more than the card's tolerance.
//
//     dotnet run -c Release eng/check-model-card.cs            from the repository's root; needs ../shared/data
using System.Diagnostics;
using System.Runtime.CompilerServices;
using MaskClip;
using MaskClip.Imaging;

const double Tolerance = 0.03;
var data = Path.GetFullPath(Path.Combine(Folder(), "..", "..", "shared", "data"));
if (!Directory.Exists(data))
{
    Console.Error.WriteLine($"error: there are no photographs at {data}; they are needed to measure the model.");
    return 1;
}

using var segmenter = Segmenter.Load("mini-clip", new SegmenterOptions { Size = 224, OutputStride = 16 });
string[] streets = ["sky", "building", "pole", "road", "sidewalk", "tree", "traffic sign", "fence", "car", "person", "bicycle"];
var (scenes, sceneOfMask) = SceneClasses(Path.Combine(data, "coco-panoptic-val", "scene20.tsv"));

Console.WriteLine("set                 photos  clip    maskclip  +KS     +PD     +both   card    ms/photo");
bool ok = Measure("camvid-val", "masks", streets, label => label, 0.23);
ok &= Measure("coco-panoptic-val", "masks133", scenes, label => sceneOfMask.GetValueOrDefault(label, 255), 0.11);
return ok ? 0 : 1;

bool Measure(string set, string masks, string[] names, Func<int, int> classOf, double card)
{
    var vocabulary = Vocabulary.Parse(names);
    SegmentationOptions[] variants = [new(), new() { KeySmoothing = 1 }, new() { PromptDenoising = 0.5f }, new() { KeySmoothing = 1, PromptDenoising = 0.5f }];
    var counts = variants.Append(new()).Select(_ => new long[names.Length, names.Length]).ToArray();
    using var baseline = Segmenter.Load("mini-clip", new SegmenterOptions { Size = 224, OutputStride = 16, Method = "clip", Keys = false });
    TextClassifier text = segmenter.Embed(vocabulary), baselineText = baseline.Embed(vocabulary);
    var photos = Directory.GetFiles(Path.Combine(data, set, "images")).Order(StringComparer.Ordinal).ToArray();
    var clock = new Stopwatch();
    foreach (var path in photos)
    {
        var photo = RgbImage.Load(path);
        var truth = IndexedPng.Read(Path.Combine(data, set, masks, Path.GetFileNameWithoutExtension(path) + ".png"));
        clock.Start();
        using var features = segmenter.Embed(photo);
        var plain = features.Segment(text);
        clock.Stop();
        Count(counts[0], truth, plain, classOf);
        for (int v = 1; v < variants.Length; v++) Count(counts[v], truth, features.Segment(text, variants[v]), classOf);
        using var kept = baseline.Embed(photo);
        Count(counts[^1], truth, kept.Segment(baselineText), classOf);
    }

    var scores = counts.Select(MeanIoU).ToArray();
    Console.WriteLine($"{set,-18} {photos.Length,7}  {scores[^1]:0.000}   {scores[0]:0.000}    {scores[1]:0.000}   {scores[2]:0.000}   {scores[3]:0.000}   {card:0.00}    {clock.Elapsed.TotalMilliseconds / photos.Length:0}");
    if (Math.Abs(scores[0] - card) <= Tolerance) return true;
    Console.Error.WriteLine($"error: {set}: mIoU {scores[0]:0.000} is more than {Tolerance} from the card's {card:0.00}.");
    return false;
}

static void Count(long[,] counts, IndexedImage truth, Segmentation result, Func<int, int> classOf)
{
    for (int i = 0; i < truth.Indices.Length; i++)
    {
        int expected = classOf(truth.Indices[i]);
        if (expected < counts.GetLength(0)) counts[expected, result.Labels[i]]++;
    }
}

static double MeanIoU(long[,] counts)
{
    int classes = counts.GetLength(0);
    var values = new List<double>();
    for (int c = 0; c < classes; c++)
    {
        long both = counts[c, c], truth = 0, predicted = 0;
        for (int d = 0; d < classes; d++)
        {
            truth += counts[c, d];
            predicted += counts[d, c];
        }

        if (truth + predicted > both) values.Add((double)both / (truth + predicted - both));
        else if (both > 0) values.Add(1);
    }

    return values.Average();
}

static (string[] Names, Dictionary<int, int> ClassOf) SceneClasses(string path)
{
    var rows = File.ReadLines(path).Skip(1).Select(line => line.Split('\t')).ToArray();
    var names = rows.Select(row => (Index: int.Parse(row[0]), Name: row[1])).Distinct().OrderBy(row => row.Index).Select(row => row.Name).ToArray();
    return (names, rows.ToDictionary(row => int.Parse(row[2]), row => int.Parse(row[0])));
}

static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
