using BenchmarkDotNet.Attributes;
using MaskClip.World;
using SkiaSharp;

namespace MaskClip.Benchmarks;

/// <summary>All of <c>segment</c> on a one-megapixel JPEG with twenty names, against its embedding alone.</summary>
public class SegmentBenchmarks
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-segment-").FullName;
    private readonly IReadOnlyList<ISegmentationWriter> writers = SegmentationWriters.Parse("overlay,mask,json");
    private byte[] jpeg = null!;
    private RgbImage photo = null!;
    private Segmenter segmenter = null!;
    private TextClassifier classifier = null!;
    private DenseFeatures features = null!;

    /// <summary>Draws the photo and embeds the names.</summary>
    [GlobalSetup]
    public void Setup()
    {
        photo = SamplePostcard.Draw(1184, 848);
        photo.SavePng(Path.Combine(folder, "photo.png"));
        using var bitmap = SKBitmap.Decode(Path.Combine(folder, "photo.png"));
        jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90).ToArray();
        segmenter = Segmenter.Load(
            RandomModel.Path, new SegmenterOptions { Photos = new() { Keys = false }, CacheFolder = RandomModel.Folder });
        classifier = segmenter.Embed(Vocabulary.Resolve("voc"));
        features = segmenter.Embed(photo);
    }

    /// <summary>Embedding the decoded photo.</summary>
    [Benchmark(Baseline = true)]
    public int Embed()
    {
        using var embedded = segmenter.Embed(photo);
        return embedded.GridWidth;
    }

    /// <summary>JPEG in; overlay, mask and JSON on disk.</summary>
    [Benchmark]
    public int Segment()
    {
        var image = RgbImage.Load(new MemoryStream(jpeg), "photo.jpg");
        using var embedded = segmenter.Embed(image);
        var result = embedded.Segment(classifier);
        SegmentationWriters.Write(writers, image, result, folder, "photo", default);
        return result.Regions.Count;
    }

    /// <summary>Decoding alone.</summary>
    [Benchmark]
    public int Decode() => RgbImage.Load(new MemoryStream(jpeg), "photo.jpg").Width;

    /// <summary>Scoring twenty names and the full-size argmax, from embedded features.</summary>
    [Benchmark]
    public int Label() => features.Segment(classifier).Regions.Count;

    /// <summary>Writing overlay, mask and JSON.</summary>
    [Benchmark]
    public void Write()
    {
        var result = features.Segment(classifier);
        SegmentationWriters.Write(writers, photo, result, folder, "photo", default);
    }

    /// <summary>Lets go of everything.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        features.Dispose();
        segmenter.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
