#!/usr/bin/env -S dotnet run -c Release
#:project ../src/MaskClip/MaskClip.csproj
#:project ../src/MaskClip.World/MaskClip.World.csproj
#:project ../src/MaskClip.Models.Photo/MaskClip.Models.Photo.csproj
#:project ../src/MaskClip.Models.World/MaskClip.Models.World.csproj
#:package Microsoft.ML.OnnxRuntime
#:include global-context/*.cs
#:property TreatWarningsAsErrors=false
#:property PublishAot=false

// What it would gain to let the last block attend over the tokens of all windows of a photo, not of each window alone (the idea of
// OV-Stitcher). The graphs that the library writes run once a window, up to what enters the attention, which is then computed here: over
// each window's own tokens, which must give the library's features, and over all. The softmax runs over one window's keys after another,
// with running maximum and sum, so memory grows with the tokens and not with their square. Prints mIoU and seams, as eng/seams.cs counts
// them.
//
//     dotnet run -c Release eng/global-context.cs -- photos ../shared/data/camvid-val 30
//     dotnet run -c Release eng/global-context.cs -- world 30
using System.Globalization;
using System.Numerics.Tensors;
using MaskClip;
using MaskClip.World;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var (model, side, crop, scenes, names) = args switch
{
    ["photos", var set, var count] => ("photo", 448, 224, Photographs(set, int.Parse(count)), CamVid()),
    ["world", var count] => ("world-clip", 256, 128, Drawn(int.Parse(count), 256), (string[])[.. WorldClasses.Names]),
    _ => throw new ArgumentException("Give 'photos', CamVid's folder and how many; or 'world' and how many scenes."),
};
using var cache = new TemporaryFolder();
using var segmenter = Segmenter.Load(model, new SegmenterOptions { CacheFolder = cache.Path });
var text = segmenter.Embed(Vocabulary.Parse(names));
float scale = segmenter.Defaults.LogitScale;
int classes = names.Length;
// Attention costs the square of the tokens: half overlap on drawn scenes takes a minute a scene.
int[] strides = model == "photo" ? [crop, crop / 2] : [crop];
string[] methods = model == "photo" ? ["naclip"] : ["sclip", "clearclip", "naclip"];
using IBlock block = model == "photo" ? new SimilarCells(segmenter, cache.Path, crop) : new LastBlock(segmenter, cache.Path, crop);

Console.WriteLine($"{model}: {scenes.Length} photos, short side {side}, windows of {crop}, {classes} names");
Console.WriteLine(
    "| method | windows | attention over | mIoU | gain, 95 % | labels change across a window's end | beside it | " +
    "two windows differ about a place |");
Console.WriteLine("|---|---|---|---|---|---|---|---|");
double apart = 0; // the farthest that features here are from the library's
foreach (var method in methods)
{
    foreach (int stride in strides)
    {
        Tally[] tallies = [new(classes), new(classes), new(classes)];
        foreach (var scene in scenes)
        {
            double factor = (double)side / Math.Min(scene.Photo.Width, scene.Photo.Height);
            var photo = scene.Photo.Resize((int)(scene.Photo.Width * factor + 0.5), (int)(scene.Photo.Height * factor + 0.5));
            Window[] windows =
            [
                .. from y in Starts(photo.Height, stride)
                   from x in Starts(photo.Width, stride)
                   select new Window(x, y, block.Run(photo.Crop(new(x, y, crop, crop))))
            ];
            float[][] alone = [.. windows.SelectMany(window => block.Attend([window], method))], together = block.Attend(windows, method);
            if (ReferenceEquals(scene, scenes[0])) apart = Math.Max(apart, Distance(photo, windows[^1], alone[^1], method));
            float[][][] arms = [alone, together];
            for (int arm = 0; arm < arms.Length; arm++)
            {
                float[][] scores = [.. arms[arm].Select(Scores)];
                Count(scene, photo, Labels(scene.Photo, photo, windows, scores), stride, tallies[arm]);
                Compare(windows, scores, stride, tallies[arm]);
            }

            using var own = segmenter.Embed(scene.Photo, new PhotoOptions
            {
                Method = method,
                Size = side,
                Windows = new SlidingWindows(crop, stride),
                Keys = false,
            });
            Count(scene, photo, own.Segment(text).Labels.ToArray(), stride, tallies[2]);
        }

        string layout = stride == crop ? "no overlap" : "half overlap";
        var (low, high) = Tally.Difference(tallies[1], tallies[0]);
        Console.WriteLine(
            $"| {method} | {layout} | each window (the library) | {100 * tallies[2].MeanIou():0.0} | | {tallies[2].Seams} | |");
        Console.WriteLine(
            $"| {method} | {layout} | each window | {100 * tallies[0].MeanIou():0.0} | | {tallies[0].Seams} | {tallies[0].Apart} |");
        Console.WriteLine(
            $"| {method} | {layout} | all windows | {100 * tallies[1].MeanIou():0.0} | " +
            $"{Math.Round(100 * low, 1):+0.0;-0.0;0.0} to {Math.Round(100 * high, 1):+0.0;-0.0;0.0} | " +
            $"{tallies[1].Seams} | {tallies[1].Apart} |");
    }
}

Console.WriteLine($"farthest from the library's features: {apart:0.0e+0}");

// As windows are laid out: every stride, the last one moved back to the border.
IEnumerable<int> Starts(int length, int stride) =>
    Enumerable.Range(0, (length - crop + stride - 1) / stride + 1).Select(i => Math.Min(i * stride, length - crop)).Distinct();

double Distance(RgbImage photo, Window window, float[] features, string method)
{
    using var own = segmenter.Embed(
        photo.Crop(new(window.X, window.Y, crop, crop)), new PhotoOptions { Method = method, Size = crop, Keys = false });
    return features.Zip(own.Features.ToArray(), (here, there) => Math.Abs(here - there)).Max();
}

float[] Scores(float[] features)
{
    int size = text.Size, positions = features.Length / size;
    var scores = new float[positions * classes];
    for (int at = 0; at < positions; at++)
    {
        for (int c = 0; c < classes; c++)
        {
            scores[at * classes + c] =
                scale * TensorPrimitives.Dot(features.AsSpan(at * size, size), text.Embeddings.Slice(c * size, size));
        }
    }

    return scores;
}

// Scores between cells by interpolation, of all windows that see a pixel by their mean.
ushort[] Labels(RgbImage original, RgbImage photo, Window[] windows, float[][] scores)
{
    var labels = new ushort[original.Width * original.Height];
    int grid = crop / block.Cell;
    Parallel.For(0, original.Height, line =>
    {
        var sum = new float[classes];
        double y = (line + 0.5) * photo.Height / original.Height - 0.5;
        for (int column = 0; column < original.Width; column++)
        {
            double x = (column + 0.5) * photo.Width / original.Width - 0.5;
            Array.Clear(sum);
            for (int w = 0; w < windows.Length; w++)
            {
                double inX = x - windows[w].X, inY = y - windows[w].Y;
                if (inX < -0.5 || inY < -0.5 || inX >= crop - 0.5 || inY >= crop - 0.5) continue;
                var (left, right, along) = Between(inX);
                var (above, below, down) = Between(inY);
                Add(w, above * grid + left, (1 - along) * (1 - down));
                Add(w, above * grid + right, along * (1 - down));
                Add(w, below * grid + left, (1 - along) * down);
                Add(w, below * grid + right, along * down);
            }

            labels[line * original.Width + column] = (ushort)TensorPrimitives.IndexOfMax<float>(sum);
        }

        void Add(int w, int at, double weight) =>
            TensorPrimitives.MultiplyAdd(scores[w].AsSpan(at * classes, classes), (float)weight, sum, sum);
    });
    return labels;

    (int Before, int After, double Share) Between(double at)
    {
        double cell = Math.Clamp((at + 0.5 - block.Middle) / block.Cell, 0, grid - 1);
        int before = (int)cell;
        return (before, Math.Min(before + 1, grid - 1), cell - before);
    }
}

void Count(Scene scene, RgbImage photo, ReadOnlySpan<ushort> labels, int stride, Tally tally)
{
    int width = scene.Photo.Width, height = scene.Photo.Height;
    double factor = width / (double)photo.Width;
    foreach (int end in Starts(photo.Width, stride).SelectMany(start => new[] { start, start + crop }).Distinct())
    {
        if (end <= 0 || end >= photo.Width) continue;
        tally.Across(labels, width, height, (int)Math.Round(end * factor), beside: false);
        tally.Across(labels, width, height, (int)Math.Round((end - crop / 8) * factor), beside: true);
    }

    tally.Add(scene.Labels, labels);
}

// Half the sum over names between the probabilities of two windows that overlap by half.
void Compare(Window[] windows, float[][] scores, int stride, Tally tally)
{
    int grid = crop / block.Cell;
    foreach (var (left, one) in windows.Select((window, index) => (window, index)))
    {
        int other = Array.FindIndex(windows, right => right.Y == left.Y && right.X == left.X + crop / 2);
        if (stride == crop || other < 0) continue;
        float[] a = new float[classes], b = new float[classes];
        for (int at = 0; at < grid * grid; at++)
        {
            if (at % grid >= grid / 2) continue;
            TensorPrimitives.SoftMax(scores[one].AsSpan((at + grid / 2) * classes, classes), a);
            TensorPrimitives.SoftMax(scores[other].AsSpan(at * classes, classes), b);
            tally.Differ(a.Zip(b, (p, q) => Math.Abs(p - q)).Sum() / 2);
        }
    }
}

static string[] CamVid() =>
    ["sky", "building", "pole", "road", "sidewalk", "tree", "traffic sign", "fence", "car", "pedestrian", "bicyclist"];

static Scene[] Photographs(string set, int count) =>
[
    .. Directory.GetFiles(Path.Combine(set, "masks"), "*.png").Order(StringComparer.Ordinal).Take(count).Select(mask => new Scene(
        RgbImage.Load(Directory.GetFiles(Path.Combine(set, "images"), $"{Path.GetFileNameWithoutExtension(mask)}.*").Single()),
        LabelMask.Load(mask).Labels.ToArray()))
];

static Scene[] Drawn(int count, int side) =>
[
    .. Enumerable.Range(0, count).Select(seed => SmallWorld.Scene(9_500_000 + seed, WorldSplit.Test, side * 2, side))
        .Select(scene => new Scene(scene.Picture, [.. scene.Mask.Indices.ToArray().Select(index => (ushort)index)])),
];

internal sealed record Scene(RgbImage Photo, ushort[] Labels);

/// <summary>A window's place in the resized photo and what enters its attention.</summary>
internal sealed record Window(int X, int Y, Dictionary<string, float[]> Before);
