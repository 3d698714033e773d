
using MaskClip.Imaging;
using MaskClip.Students;
using MaskClip.Testing;
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
    public void Segment_MinScore_IgnoresUnsurePixels()
    {
        using var all = Load();
        using var sure = StudentSegmenter.Load(At("student.safetensors"), minScore: 1, cacheFolder: folder);
        var photo = SamplePostcard.Draw(96, 64);
        Assert.DoesNotContain(Segmentation.Ignore, all.Segment(photo, TestContext.Current.CancellationToken).Labels.ToArray());
        Assert.Contains(Segmentation.Ignore, sure.Segment(photo, TestContext.Current.CancellationToken).Labels.ToArray());
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

    private StudentSegmenter Load() => StudentSegmenter.Load(RandomStudent.Write(At("student.safetensors")), cacheFolder: folder);

    private string At(string name) => Path.Combine(folder, name);
}
