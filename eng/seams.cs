#!/usr/bin/env -S dotnet run -c Release
#:project ../src/MaskClip/MaskClip.csproj
#:project ../src/MaskClip.World/MaskClip.World.csproj
#:project ../src/MaskClip.Models.Photo/MaskClip.Models.Photo.csproj
#:project ../src/MaskClip.Models.World/MaskClip.Models.World.csproj
#:property TreatWarningsAsErrors=false
#:property PublishAot=false

// What windows cost at their borders. First: how far two windows disagree about a place that both see, by how near it is to a border of one
// of them. Then, of whole photos and of windows that overlap not at all, by half and by three quarters: at how many lines windows end, how
// often neighboring pixels have different labels across these lines, how often an eighth of a window beside them, and mIoU.
//
//     dotnet run -c Release eng/seams.cs -- photos ../shared/data/camvid-val 40
//     dotnet run -c Release eng/seams.cs -- world 60
using System.Globalization;
using System.Numerics.Tensors;
using MaskClip;
using MaskClip.World;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
// Sizes are those of inputs: photos are resized to the short side, and scenes are drawn at it.
var (model, side, crop, scenes, names) = args switch
{
    ["photos", var set, var count] => ("photo", 448, 224, Photographs(set, int.Parse(count)), CamVid()),
    ["world", var count] => ("world-clip", 384, 128, Drawn(int.Parse(count), 384), (string[])[.. WorldClasses.Names]),
    _ => throw new ArgumentException("Give 'photos', CamVid's folder and how many; or 'world' and how many scenes."),
};
using var segmenter = Segmenter.Load(model);
var text = segmenter.Embed(Vocabulary.Parse(names));
int classes = names.Length, size = text.Size;
float scale = segmenter.Defaults.LogitScale;

// ---- Two windows about one place.
double[] differences = new double[3], disagreements = new double[3];
long[] places = new long[3];
foreach (var scene in scenes)
{
    double factor = (double)side / Math.Min(scene.Photo.Width, scene.Photo.Height);
    var photo = scene.Photo.Resize((int)(scene.Photo.Width * factor + 0.5), (int)(scene.Photo.Height * factor + 0.5));
    for (int x = 0; x + crop + crop / 2 <= photo.Width; x += crop / 2)
    {
        var (left, columns) = Window(photo, x);
        var (right, _) = Window(photo, x + crop / 2);
        for (int y = 0; y < columns; y++)
        {
            // The right half of one window is the left half of the other.
            for (int i = 0; i < columns / 2; i++)
            {
                int one = y * columns + columns / 2 + i, other = y * columns + i;
                int border = Math.Min(i, columns / 2 - 1 - i), band = border == 0 ? 0 : border == 1 ? 1 : 2;
                double distance = 0;
                for (int c = 0; c < classes; c++) distance += Math.Abs(left[one * classes + c] - right[other * classes + c]) / 2;
                differences[band] += distance;
                if (Best(left, one) != Best(right, other)) disagreements[band]++;
                places[band]++;
            }
        }
    }
}

Console.WriteLine($"{model}: {scenes.Length} photos, short side {side}, windows of {crop}, {classes} names");
Console.WriteLine("| place seen by two windows | difference of their probabilities | other label |");
Console.WriteLine("|---|---|---|");
foreach (var (band, title) in new[] { (0, "in a window's outermost cell"), (1, "in the next cell"), (2, "farther from borders") })
    Console.WriteLine($"| {title} | {100 * differences[band] / places[band]:0.0} % | {100 * disagreements[band] / places[band]:0.0} % |");

// ---- Labels across the lines at which windows end; of whole photos, at which those without overlap would.
Console.WriteLine();
Console.WriteLine("| windows | lines a photo | labels change across such a line | beside it | mIoU |");
Console.WriteLine("|---|---|---|---|---|");
(string Title, int Stride)[] layouts =
    [("none: the whole photo", 0), ("no overlap", crop), ("half overlap", crop / 2), ("three quarters", crop / 4)];
foreach (var (title, stride) in layouts)
{
    var options = new PhotoOptions { Size = side, Windows = stride == 0 ? null : new SlidingWindows(crop, stride) };
    long across = 0, acrossAll = 0, beside = 0, besideAll = 0, lines = 0;
    var confusion = new long[classes, classes];
    foreach (var scene in scenes)
    {
        using var features = segmenter.Embed(scene.Photo, options);
        var labels = features.Segment(text).Labels;
        int width = scene.Photo.Width, height = scene.Photo.Height;
        double factor = Math.Min(width, height) / (double)side;
        foreach (int end in Ends((int)(width / factor + 0.5), stride == 0 ? crop : stride))
        {
            lines++;
            Count(labels, width, height, (int)Math.Round(end * factor), ref across, ref acrossAll);
            Count(labels, width, height, (int)Math.Round((end - crop / 8) * factor), ref beside, ref besideAll);
        }

        for (int at = 0; at < labels.Length; at++)
        {
            if (scene.Labels[at] < classes && labels[at] < classes) confusion[scene.Labels[at], labels[at]]++;
        }
    }

    Console.WriteLine(
        $"| {title} | {lines / (double)scenes.Length:0.0} | {100.0 * across / acrossAll:0.0} % | {100.0 * beside / besideAll:0.0} % | " +
        $"{100 * MeanIou(confusion):0.0} |");
}

(float[] Probabilities, int Columns) Window(RgbImage photo, int x)
{
    int y = (photo.Height - crop) / 2;
    using var features = segmenter.Embed(photo.Crop(new(x, y, crop, crop)), new PhotoOptions { Size = crop });
    int positions = features.GridWidth * features.GridHeight;
    var result = new float[positions * classes];
    for (int at = 0; at < positions; at++)
    {
        var own = result.AsSpan(at * classes, classes);
        for (int c = 0; c < classes; c++)
            own[c] = scale * TensorPrimitives.Dot(features.Features.Slice(at * size, size), text.Embeddings.Slice(c * size, size));
        TensorPrimitives.SoftMax(own, own);
    }

    return (result, features.GridWidth);
}

int Best(float[] probabilities, int at) => TensorPrimitives.IndexOfMax<float>(probabilities.AsSpan(at * classes, classes));

// As windows are laid out: every stride, the last one moved back to the border.
IEnumerable<int> Ends(int length, int stride)
{
    var starts = Enumerable.Range(0, (length - crop + stride - 1) / stride + 1).Select(i => Math.Min(i * stride, length - crop));
    return starts.SelectMany(start => new[] { start, start + crop }).Distinct().Where(end => end > 0 && end < length);
}

static void Count(ReadOnlySpan<ushort> labels, int width, int height, int column, ref long changed, ref long all)
{
    for (int y = 0; y < height; y++)
    {
        if (labels[y * width + column] != labels[y * width + column - 1]) changed++;
        all++;
    }
}

double MeanIou(long[,] confusion)
{
    var found = new List<double>();
    for (int c = 0; c < classes; c++)
    {
        long own = 0, called = 0;
        for (int other = 0; other < classes; other++) (own, called) = (own + confusion[c, other], called + confusion[other, c]);
        if (own > 0) found.Add(confusion[c, c] / (double)(own + called - confusion[c, c]));
    }

    return found.Average();
}

static string[] CamVid() =>
    ["sky", "building", "pole", "road", "sidewalk", "tree", "traffic sign", "fence", "car", "pedestrian", "bicyclist"];

static Scene[] Photographs(string set, int count) =>
[
    .. Directory.GetFiles(Path.Combine(set, "masks"), "*.png").Order(StringComparer.Ordinal).Take(count).Select(mask => new Scene(
        RgbImage.Load(Photo(set, Path.GetFileNameWithoutExtension(mask))), LabelMask.Load(mask).Labels.ToArray()))
];

static string Photo(string set, string id) => Directory.GetFiles(Path.Combine(set, "images"), $"{id}.*").Single();

static Scene[] Drawn(int count, int side) =>
[
    .. Enumerable.Range(0, count).Select(seed => SmallWorld.Scene(9_500_000 + seed, WorldSplit.Test, side * 2, side))
        .Select(scene => new Scene(scene.Picture, [.. scene.Mask.Indices.ToArray().Select(index => (ushort)index)])),
];

internal sealed record Scene(RgbImage Photo, ushort[] Labels);
