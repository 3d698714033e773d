using CsCheck;

namespace MaskClip.Evaluation.Tests.Metrics;

public sealed class ConfusionMatrixTests
{
    private const int Classes = 6;

    private static readonly Gen<ushort> Label = Gen.OneOf(Gen.UShort[0, Classes - 1], Gen.Const(Segmentation.Ignore));
    private static readonly Gen<(ushort[] Prediction, ushort[] Truth)> Photo = Gen.Select(Label, Label).Array[1, 60]
        .Select(pixels => (pixels.Select(pixel => pixel.Item1).ToArray(), pixels.Select(pixel => pixel.Item2).ToArray()));

    [Fact]
    public void Add_IgnoredTruth_IsNotCounted_PredictedNone_IsAMiss()
    {
        var matrix = new ConfusionMatrix(3);

        matrix.Add([0, 1, Segmentation.Ignore, Segmentation.Ignore, 2], [0, Segmentation.Ignore, Segmentation.Ignore, 1, 1]);

        Assert.Equal(3, matrix.Pixels);
        Assert.Equal(1, matrix[0, 0]);
        Assert.Equal(1, matrix[1, 2]);
        Assert.Equal(1, matrix[1, Segmentation.Ignore]);
        Assert.Equal([new(0, 1, 1, 1), new(1, 2, 0, 0), new ClassPixels(2, 0, 1, 0)], matrix.ToClassPixels());
    }

    [Theory]
    [InlineData(new ushort[] { 0, 3 }, new ushort[] { 0, 0 }, "Pixel 1 has class 3; 0 to 2")]
    [InlineData(new ushort[] { 0, 0 }, new ushort[] { 254, 0 }, "Pixel 0 has class 254")]
    [InlineData(new ushort[] { 0 }, new ushort[] { 0, 0 }, "1 predicted pixels do not fit 2")]
    public void Add_WhatIsNoClass_IsRefusedAndNothingCounted(ushort[] prediction, ushort[] truth, string expected)
    {
        var matrix = new ConfusionMatrix(3);

        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => matrix.Add(prediction, truth)).Message, StringComparison.Ordinal);
        Assert.Equal(0, matrix.Pixels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ConfusionMatrix.MaxClasses + 1)]
    public void Create_ImpossibleNumberOfClasses_IsRefused(int classes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(classes));

    [Fact]
    public void Add_OtherNumberOfClasses_IsRefused() =>
        Assert.Contains(
            "3 classes",
            Assert.Throws<ArgumentException>(() => new ConfusionMatrix(4).Add(new ConfusionMatrix(3))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Merging_IsAdding() => Gen.Select(Photo.Array[1, 8], Gen.Int[0, 8]).Sample((photos, split) =>
    {
        int cut = Math.Min(split, photos.Length);
        var merged = Count(photos[..cut]);
        merged.Add(Count(photos[cut..]));
        AssertEqual(Count(photos), merged);
    });

    [Fact]
    public void Order_OfPhotosAndPixels_DoesNotMatter() => Gen.Select(Photo.Array[1, 8], Gen.Int).Sample((photos, seed) =>
    {
        var shuffled = photos.ToArray();
        var random = new Random(seed);
        random.Shuffle(shuffled);
        AssertEqual(Count(photos), Count(shuffled));

        var (prediction, truth) = photos[0];
        int[] order = [.. Enumerable.Range(0, truth.Length)];
        random.Shuffle(order);
        AssertEqual(Count([photos[0]]), Count([([.. order.Select(i => prediction[i])], [.. order.Select(i => truth[i])])]));
    });

    [Fact]
    public void ClassPixels_OfPhotos_GiveTheMatrixesMetrics() => Photo.Array[1, 8].Sample(photos =>
    {
        var pooled = SegmentationMetrics.From(photos.SelectMany(photo => Count([photo]).ToClassPixels()), Classes);
        Assert.Equal(SegmentationMetrics.From(Count(photos)).Classes, pooled.Classes);
    });

    [Fact]
    public void Matrix_IsWhatCountingByHandGives() => Photo.Sample(photo =>
    {
        var matrix = Count([photo]);
        for (int truth = 0; truth < Classes; truth++)
        {
            foreach (int prediction in Enumerable.Range(0, Classes).Append(Segmentation.Ignore))
            {
                Assert.Equal(
                    photo.Truth.Zip(photo.Prediction).Count(pair => pair.First == truth && pair.Second == prediction),
                    matrix[truth, prediction]);
            }
        }
    });

    private static ConfusionMatrix Count(IEnumerable<(ushort[] Prediction, ushort[] Truth)> photos)
    {
        var matrix = new ConfusionMatrix(Classes);
        foreach (var (prediction, truth) in photos) matrix.Add(prediction, truth);
        return matrix;
    }

    private static void AssertEqual(ConfusionMatrix expected, ConfusionMatrix actual)
    {
        for (int truth = 0; truth < Classes; truth++)
        {
            foreach (int prediction in Enumerable.Range(0, Classes).Append(Segmentation.Ignore))
                Assert.Equal(expected[truth, prediction], actual[truth, prediction]);
        }
    }
}
