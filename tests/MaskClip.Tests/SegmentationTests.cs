using CsCheck;
using MaskClip.Drawing;
using MaskClip.Formats;
using MaskClip.Imaging;
using MaskClip.Labels;
using MaskClip.Scores;

namespace MaskClip.Tests;

/// <summary>Results of anybody's segmenter, and of vocabularies that 8 bits do not tell apart.</summary>
public class SegmentationTests
{
    private static readonly Vocabulary Two = Vocabulary.Parse(["cat", "dog"]);

    [Fact]
    public void Ignore_IsBehindAllClasses() => Assert.Equal(Vocabulary.MaxClasses, Segmentation.Ignore);

    [Fact]
    public void Constructor_LabelsAlone_FindsRegionsThatNobodyDoubts()
    {
        ushort[] labels = [1, 1, 0, 1, Segmentation.Ignore, 1];
        var result = new Segmentation(3, 2, Two, labels);

        Assert.Equal(
            [
                new ClassRegion(1, "dog", 1, 4, 4 / 6d, new PixelBox(0, 0, 3, 2)),
                new ClassRegion(0, "cat", 1, 1, 1 / 6d, new PixelBox(2, 0, 1, 1)),
            ],
            result.Regions);
        Assert.Equal((0, 0, 0), (result.GridWidth, result.GridHeight, result.Scores(1).Length));
        labels[0] = 0; // what was given is copied
        Assert.Equal(1, result.Labels[0]);
        Assert.Contains("\"score\": 1,", JsonWriter.ToText(result, "a"), StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_ScoresOfTheLibrary_GivesItsRegions() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[0, 999])
            .Sample((rows, columns, height, width, seed) =>
        {
            var random = new Random(seed);
            float[] scores = [.. Enumerable.Range(0, 2 * rows * columns).Select(_ => random.NextSingle())];
            var (labels, tally) = FullSizeArgmax.Run(scores, scores, 2, rows, columns, height, width);
            var expected = tally.Regions(Two, labels.Length);

            var result = new Segmentation(width, height, Two, labels, scores, columns, rows);

            Assert.Equal(expected.Select(region => region with { Score = 0 }), result.Regions.Select(region => region with { Score = 0 }));
            Assert.All(expected.Zip(result.Regions), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-5));
            Assert.Equal(scores[(rows * columns)..], result.Scores(1).ToArray());
        }, iter: 200);

    [Fact]
    public void Constructor_WhatDoesNotFit_IsNamed()
    {
        Check("has 6 labels; 5 were given", () => new Segmentation(3, 2, Two, new ushort[5]));
        Check("column 1, row 1 is 2; 0 to 1", () => new Segmentation(3, 2, Two, [0, 0, 0, 0, 2, 0]));
        Check("have 8 scores; 7 were given", () => new Segmentation(3, 2, Two, new ushort[6], new float[7], 2, 2));
        Check("have 0 scores; 8 were given", () => new Segmentation(3, 2, Two, new ushort[6], new float[8]));
        Check("grid of 2x0", () => new Segmentation(3, 2, Two, new ushort[6], [], 2, 0));
        Check("class 1 at cell 0 is NaN; 0 to 1", () => new Segmentation(3, 2, Two, new ushort[6], [0, float.NaN], 1, 1));
        Check("class 0 at cell 0 is 1.5; 0 to 1", () => new Segmentation(3, 2, Two, new ushort[6], [1.5f, 0], 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Segmentation(0, 2, Two, []));
        Assert.Throws<ArgumentNullException>(() => new Segmentation(1, 1, null!, [0]));

        static void Check(string message, Func<Segmentation> make) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(847)]
    [InlineData(Vocabulary.MaxClasses)]
    public void Mask_AnyNumberOfClasses_IsReadBackExactly(int classes)
    {
        var random = new Random(classes);
        var vocabulary = Vocabulary.Parse(Enumerable.Range(0, classes).Select(i => $"thing {i}"));
        foreach (int width in new[] { 1, 31, 33, 100 })
        {
            ushort[] labels =
            [
                .. Enumerable.Range(0, 7 * width).Select(i => i % 5 == 0 ? Segmentation.Ignore : (ushort)random.Next(classes)),
                .. Ends(width),
            ];
            var result = new Segmentation(width, 8, vocabulary, labels);
            using var file = new MemoryStream();
            LabelMask.Save(result, file);
            var read = LabelMask.Load(file.ToArray());

            Assert.Equal((width, 8, classes > 255 ? 16 : 8), (read.Width, read.Height, read.Bits));
            Assert.Equal(labels, read.ToClassIndices());
            Assert.Equal(classes > 255 ? 65535 : 255, read.IgnoreLabel);
            if (classes > 255) continue;
            // As they were when labels had 8 bits, byte by byte.
            Assert.Equal(
                IndexedPng.Encode(new IndexedImage(width, 8, LabelBytes.Narrow(labels), MaskPalette.Of(vocabulary))), file.ToArray());
        }

        ushort[] Ends(int width) => [.. Enumerable.Repeat((ushort)(classes - 1), width)];
    }

    [Fact]
    public void Overlay_ManyClasses_PaintsThem()
    {
        var vocabulary = Vocabulary.Parse(Enumerable.Range(0, 847).Select(i => $"thing {i}"));
        var photo = TestPhoto(40, 2);
        var result = new Segmentation(40, 2, vocabulary, [.. Enumerable.Repeat((ushort)846, 79), Segmentation.Ignore]);
        var drawn = Overlay.Paint(photo, result, new() { Opacity = 1, Legend = false });
        var (red, green, blue) = vocabulary.Palette[846];
        Assert.Equal([red, green, blue], drawn.Pixels[..3].ToArray());
    }

    [Fact]
    public void Scores_TooMany_AreRefusedBeforeTheyAreMade()
    {
        var vocabulary = Vocabulary.Parse(Enumerable.Range(0, Vocabulary.MaxClasses).Select(i => $"thing {i}"));
        var classifier = new TextClassifier(
            vocabulary, new float[Vocabulary.MaxClasses], [.. Enumerable.Range(0, Vocabulary.MaxClasses)], 1, softmaxOverRows: false);
        ScoreMemory.Check(classifier, 8192);
        var error = Assert.Throws<OptionsException>(() => ScoreMemory.Check(classifier, 8193));
        Assert.Contains(
            "65535 names on 8193 positions of the photo are 536928255 scores; at most 536870912 (2 GiB)",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void NarrowAndWiden_AnyLength_AreEachOthersInverse() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        var labels = LabelBytes.Widen(bytes);
        Assert.Equal(bytes.Select(value => value == 255 ? Segmentation.Ignore : value), labels);
        Assert.Equal(bytes, LabelBytes.Narrow(labels));
        Assert.All(LabelBytes.Narrow([.. labels.Select(label => (ushort)(label | 256))]), value => Assert.Equal(255, value));
    }, iter: 300);

    private static RgbImage TestPhoto(int width, int height) => new(width, height, new byte[3 * width * height]);
}
