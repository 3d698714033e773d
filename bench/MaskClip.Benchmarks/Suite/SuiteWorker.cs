using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Imaging;
using MaskClip.Labels;
using MaskClip.Model;
using MaskClip.Scores;
using MaskClip.Towers;
using MaskClip.World;

namespace MaskClip.Benchmarks.Suite;

/// <summary>
/// The process of one side: makes its first mask and says "ready" with a few features; then answers "embed" and "label N" with
/// milliseconds, and "end" with its peak memory in MiB. <c>torch_tower.py</c> does the same.
/// </summary>
internal static class SuiteWorker
{
    /// <summary>The verb that starts it.</summary>
    public const string Verb = "suite-worker";

    /// <summary>Names in the first mask.</summary>
    public const int FirstNames = 20;

    // Methods are compiled well only once they have run so often, and then nothing new for a while.
    private const int Shown = 8, LabelRounds = 15, LabelWarmUps = 40, CompilerPause = 250;

    /// <summary>Works for one side until it is told to end.</summary>
    /// <param name="side">Its name.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="pixels">Side of the photo, as the network takes it.</param>
    public static void Run(string side, string name, int pixels)
    {
        var model = SuiteModel.All.Single(one => one.Name == name);
        var photo = SamplePostcard.Draw(pixels, pixels);
        Action embed;
        Func<int, double> label = _ => double.NaN;
        if (side == SuiteSide.TorchSharp.Name)
        {
            TorchTower torch;
            using (var checkpoint = Checkpoint.Open(model.Checkpoint)) torch = new TorchTower(checkpoint);
            var image = Pixels(photo);
            var features = torch.Encode(image, pixels, pixels);
            torch.Label(image, pixels, pixels, Text(FirstNames, features.Length / (pixels / model.Stride * (pixels / model.Stride))).Rows);
            Ready(features);
            embed = () => torch.Encode(image, pixels, pixels);
        }
        else if (side == SuiteSide.Bare.Name)
        {
            var opened = ClipModel.Open(model.Checkpoint, new OpeningOptions { CacheFolder = model.Folder });
            var bare = new BareSession(opened, opened.ImageConfig.Stride);
            int size = opened.ImageConfig.EmbeddingSize;
            var image = Pixels(photo);
            var features = bare.Features(image, pixels, pixels);
            var text = Text(FirstNames, size);
            var scores = GridScores.Cosines(features, text.Rows, text.ClassOfRow, FirstNames, size);
            FullSizeArgmax.Segment(
                scores, scores.Confidences(100), pixels / opened.ImageConfig.Stride, photo, text.Vocabulary, minScore: 0);
            Ready(features);
            embed = () => bare.Run(image, pixels, pixels);
        }
        else
        {
            var segmenter = Segmenter.Load(model.Checkpoint, new SegmenterOptions
            {
                Photos = new() { Size = pixels, Keys = false, OutputStride = model.Heads == 0 ? model.Stride : null },
                Precision = side == SuiteSide.OursInt8.Name ? Precision.Int8 : Precision.Float32,
                CacheFolder = model.Folder,
            });
            int size = segmenter.Model.ImageConfig.EmbeddingSize;
            var features = segmenter.Embed(photo);
            features.Segment(Text(FirstNames, size));
            Ready(features.Features);
            embed = () => segmenter.Embed(photo).Dispose();
            label = names =>
            {
                var text = Text(names, size);
                for (int i = 0; i < 2 * LabelWarmUps; i++)
                {
                    features.Segment(text);
                    if (i % LabelWarmUps == LabelWarmUps - 1) Thread.Sleep(CompilerPause);
                }

                return Enumerable.Range(0, LabelRounds).Select(_ => Time(() => features.Segment(text))).Order().ElementAt(LabelRounds / 2);
            };
        }

        while (Console.ReadLine() is { } line && line != "end")
        {
            double milliseconds = line == "embed" ? Time(embed) : label(int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
            Console.WriteLine(milliseconds.ToString(CultureInfo.InvariantCulture));
        }

        Console.WriteLine(PeakMemory.HighWaterMiB().ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Writes the photo as networks take it into a file, for sides that cannot draw it.</summary>
    public static string WritePixels(SuiteModel model, int side)
    {
        var path = Path.Combine(model.Folder, $"{side}.pixels");
        if (!File.Exists(path))
            Storage.AtomicFile.WriteAllBytes(path, MemoryMarshal.AsBytes(Pixels(SamplePostcard.Draw(side, side)).AsSpan()));
        return path;
    }

    private static float[] Pixels(RgbImage photo)
    {
        var pixels = new float[3 * photo.Width * photo.Height];
        ImageTensor.Normalize(photo, [.. ClipConfig.ClipMean], [.. ClipConfig.ClipStd], pixels);
        return pixels;
    }

    /// <summary>Names and directions that mean nothing: scoring takes as long as with any others.</summary>
    private static TextClassifier Text(int names, int size)
    {
        var random = new Random(names);
        var rows = new float[names * size];
        foreach (ref float number in rows.AsSpan()) number = (random.NextSingle() - 0.5f) / MathF.Sqrt(size / 12f);
        return new TextClassifier(
            Vocabulary.Parse(Enumerable.Range(1, names).Select(i => $"thing {i}")), rows, [.. Enumerable.Range(0, names)], size);
    }

    private static void Ready(ReadOnlySpan<float> features)
    {
        var shown = new string[Shown];
        for (int i = 0; i < Shown; i++) shown[i] = features[i].ToString("0.000000", CultureInfo.InvariantCulture);
        Console.WriteLine($"ready {string.Join(' ', shown)}");
    }

    private static double Time(Action run)
    {
        var clock = Stopwatch.StartNew();
        run();
        return clock.Elapsed.TotalMilliseconds;
    }
}
