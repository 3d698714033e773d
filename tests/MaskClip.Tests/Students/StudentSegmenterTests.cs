
using MaskClip.Imaging;
using MaskClip.Students;
using MaskClip.Testing;
using MaskClip.Tests.Dense.Labeling;
using MaskClip.Windows;
using MaskClip.World;

namespace MaskClip.Tests.Students;

public sealed class StudentSegmenterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-students").FullName;

    [Theory]
    [InlineData(96, 64, 96, 64)]
    [InlineData(640, 427, 96, 64)]
    [InlineData(50, 200, 64, 256)]
    [InlineData(9, 7, 80, 64)]
    public void Segment_AnySize_LabelsEveryPixelFromTheGrid(int width, int height, int inputWidth, int inputHeight)
    {
        using var student = Load();
        var result = student.Segment(
            SamplePostcard.Draw(96, 64).Resize(width, height, ResampleFilter.Bilinear), TestContext.Current.CancellationToken);
        Assert.Equal((width, height), (result.Width, result.Height));
        Assert.Equal((inputWidth / 8, inputHeight / 8), (result.GridWidth, result.GridHeight));
        Assert.Equal(width * height, result.Labels.Length);
        Assert.All(result.Labels.ToArray(), label => Assert.InRange(label, 0, student.Vocabulary.Classes.Count - 1));
    }

    [Fact]
    public void Segment_Confidences_AreASoftmaxOfTheLogitsAtScaleOne()
    {
        using var student = Load();
        var photo = SamplePostcard.Draw(96, 64);
        var result = student.Segment(photo, TestContext.Current.CancellationToken);
        var pixels = new float[3 * 96 * 64];
        ImageTensor.Normalize(photo, [.. RandomStudent.Config.Mean], [.. RandomStudent.Config.Std], pixels);
        var logits = student.Logits(pixels, 1, 64, 96, TestContext.Current.CancellationToken);
        int positions = 12 * 8, classes = student.Vocabulary.Classes.Count;
        for (int position = 0; position < positions; position++)
        {
            double sum = Enumerable.Range(0, classes).Sum(c => Math.Exp(logits[c * positions + position]));
            for (int c = 0; c < classes; c++)
                Assert.Equal(Math.Exp(logits[c * positions + position]) / sum, result.Scores(c)[position], 1e-5);
        }
    }

    [Fact]
    public void Segment_Propagation_IsThatOfItsLogits()
    {
        var options = new PropagationOptions { DataWeight = 0.1 };
        var photo = Noise(96, 64);
        using var plain = Several(photo);
        using var student = StudentSegmenter.Load(
            At("student.safetensors"), cacheFolder: folder, edges: new() { Propagation = options, PromptDenoising = 0.9f });
        var pixels = new float[3 * 96 * 64];
        ImageTensor.Normalize(photo, [.. RandomStudent.Config.Mean], [.. RandomStudent.Config.Std], pixels);
        var logits = student.Logits(pixels, 1, 64, 96, TestContext.Current.CancellationToken);
        var plan = new PassPlan(WindowAxis.Whole(12, 1, 1), WindowAxis.Whole(8, 1, 1), Mirrored: false, Direct: true);
        var slow = new SlowRefinement([plan], photo, (rows, columns) => Probabilities(logits, rows, columns), logarithms: true);

        var result = student.Segment(photo, TestContext.Current.CancellationToken);

        var expected = slow.Propagated(options);
        int compared = 0;
        for (int i = 0; i < result.Data.Length; i++)
        {
            double[] own = [.. expected.Select(plane => plane[i / 96, i % 96])];
            double[] two = [.. own.OrderDescending().Take(2)];
            if (two[0] - two[1] < 5e-3) continue;
            compared++;
            Assert.Equal(Array.IndexOf(own, two[0]), result.Data[i]);
        }

        Assert.True(compared > 96 * 64 / 4, $"{compared} pixels were compared");
        Assert.NotEqual(plain.Segment(photo, TestContext.Current.CancellationToken).Data, result.Data);
        Assert.NotEqual(plain.Fingerprint, student.Fingerprint);
    }

    [Fact]
    public void Segment_GuidedFilterAndPamr_AreTakenToo_AndMoreThanOneIsRefused()
    {
        var photo = Noise(96, 64);
        using var plain = Several(photo);
        var before = plain.Segment(photo, TestContext.Current.CancellationToken).Data;
        foreach (SegmentationOptions edges in new SegmentationOptions[] { new() { GuidedFilter = new() }, new() { Pamr = new() } })
        {
            using var student = StudentSegmenter.Load(At("student.safetensors"), cacheFolder: folder, edges: edges);
            Assert.NotEqual(before, student.Segment(photo, TestContext.Current.CancellationToken).Data);
        }

        Assert.Contains("more than one", Assert.Throws<OptionsException>(() => StudentSegmenter.Load(
            At("student.safetensors"), cacheFolder: folder, edges: new() { GuidedFilter = new(), Pamr = new() })).Message);
    }

    [Fact]
    public void Segment_MinScore_IgnoresUnsurePixels()
    {
        using var all = Load();
        using var sure = StudentSegmenter.Load(At("student.safetensors"), minScore: 1, cacheFolder: folder);
        var photo = SamplePostcard.Draw(96, 64);
        Assert.DoesNotContain(Segmentation.Ignore, all.Segment(photo, TestContext.Current.CancellationToken).Labels.ToArray());
        Assert.Contains(Segmentation.Ignore, sure.Segment(photo, TestContext.Current.CancellationToken).Labels.ToArray());
    }

    // Embedded whole, so that its memory goes with the long side: what a strip of a pixel's width would take is refused before.
    [Theory]
    [InlineData(1, 17)]
    [InlineData(340, 20)]
    [InlineData(1, 60000)]
    public void Segment_LongAndThin_IsRefusedWithItsSize(int width, int height)
    {
        using var student = Load();

        var error = Assert.Throws<OptionsException>(() => student.Segment(new RgbImage(width, height, new byte[3 * width * height])));

        Assert.Contains($"{width}x{height}", error.Message);
        Assert.Contains("16 times as long as wide", error.Message);
    }

    [Fact]
    public void Load_ATensorOfAnotherSize_NamesIt()
    {
        var tensors = RandomStudent.Tensors(1)
            .Select(tensor => tensor.Name == "decoder.aspp.0.bn.bias" ? (tensor.Name, [3], [1, 2, 3]) : tensor);
        StudentFile.Write(At("wrong.safetensors"), RandomStudent.Config, RandomStudent.Vocabulary, [], tensors);
        Assert.Equal(
            "decoder.aspp.0.bn.bias",
            Assert.Throws<CheckpointException>(() => StudentSegmenter.Load(At("wrong.safetensors"), cacheFolder: folder)).Tensor);
    }

    [Fact]
    public void Load_ATensorMissing_NamesIt()
    {
        StudentFile.Write(
            At("wrong.safetensors"),
            RandomStudent.Config,
            RandomStudent.Vocabulary,
            [],
            RandomStudent.Tensors(1).Where(tensor => tensor.Name != "classifier.text"));
        Assert.Equal(
            "classifier.text",
            Assert.Throws<CheckpointException>(() => StudentSegmenter.Load(At("wrong.safetensors"), cacheFolder: folder)).Tensor);
    }

    [Theory]
    [InlineData(-0.1f, 0)]
    [InlineData(0, -1)]
    public void Load_NumbersOutOfRange_AreRefused(float minScore, int threads)
    {
        RandomStudent.Write(At("student.safetensors"));
        Assert.Throws<OptionsException>(() => StudentSegmenter.Load(At("student.safetensors"), minScore, threads, folder));
    }

    [Fact]
    public void Load_NoFile_SaysWhatWritesOne() =>
        Assert.Contains(
            "maskclip train", Assert.Throws<FileNotFoundException>(() => StudentSegmenter.Load(At("none.safetensors"))).Message);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static RgbImage Noise(int width, int height)
    {
        var pixels = new byte[3 * width * height];
        new Random(3).NextBytes(pixels);
        return new RgbImage(width / 8, height / 8, pixels[..(3 * width * height / 64)]).Resize(width, height, ResampleFilter.Bilinear);
    }

    // A student that finds several classes in a photo: most random ones find one.
    private StudentSegmenter Several(RgbImage photo)
    {
        for (int seed = 1; ; seed++)
        {
            var student = StudentSegmenter.Load(RandomStudent.Write(At("student.safetensors"), seed), cacheFolder: folder);
            var labels = student.Segment(photo, TestContext.Current.CancellationToken).Data;
            if (labels.GroupBy(label => label).Count(group => group.Count() > labels.Length / 10) > 1) return student;
            student.Dispose();
        }
    }

    private static double[][,] Probabilities(float[] logits, int rows, int columns)
    {
        int classes = logits.Length / 96;
        var planes = SlowPlanes.Resize(
            [
                .. Enumerable.Range(0, classes).Select(c =>
                {
                    var plane = new double[8, 12];
                    for (int i = 0; i < 96; i++) plane[i / 12, i % 12] = logits[c * 96 + i];
                    return plane;
                }),
            ],
            rows,
            columns);
        planes = [.. planes.Select(plane => SlowPlanes.Map(plane, Math.Exp))];
        var sum = planes.Aggregate((total, plane) => SlowPlanes.Combine(total, plane, (x, y) => x + y));
        return [.. planes.Select(plane => SlowPlanes.Combine(plane, sum, (x, y) => x / y))];
    }

    private StudentSegmenter Load() => StudentSegmenter.Load(RandomStudent.Write(At("student.safetensors")), cacheFolder: folder);

    private string At(string name) => Path.Combine(folder, name);
}
