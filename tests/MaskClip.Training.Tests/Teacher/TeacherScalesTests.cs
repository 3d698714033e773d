using MaskClip.Imaging;
using MaskClip.Training.Teacher;
using MaskClip.World;

namespace MaskClip.Training.Tests.Teacher;

public sealed class TeacherScalesTests(DrawnRun runs) : IClassFixture<DrawnRun>
{
    private static readonly Vocabulary Words = Vocabulary.Parse(["sky", "grass", "tree", "cat", "house"]);
    private static readonly RgbImage Crop = SamplePostcard.Draw(96, 96);

    [Theory]
    [InlineData(2.0)]
    [InlineData(1.5, 2.0, 3.0)]
    public void Label_AtScales_IsWhatTheLibrarySegmentsAtThem_AndNotWhatItSegmentsAtOne(params double[] scales)
    {
        using var library = Segmenter.Load("world-clip", Embedding());
        ushort[] expected = Library(scales), plain = Library([1]);
        Assert.NotEqual(plain, expected);
        Assert.Equal(expected, Label(new TeacherOptions { Embedding = Embedding(), Scales = scales }));
        Assert.Equal(plain, Label(new TeacherOptions { Embedding = Embedding() }));

        ushort[] Library(double[] factors)
        {
            using var features = library.Embed(Crop, library.Options.Photos with { Scales = factors });
            return features.Segment(Words).Labels.ToArray();
        }
    }

    [Fact]
    public void Scales_AreOfCropsAlone_AndByDefaultThoseOfTheEmbedding()
    {
        var embedding = Embedding() with { Photos = new() { Scales = [0.5, 1] } };
        Assert.Equal([0.5, 1], new TeacherOptions { Embedding = embedding }.AtCrop(96).Photos.Scales);
        var options = new TeacherOptions { Embedding = embedding, Scales = [2] };
        Assert.Equal([2], options.AtCrop(96).Photos.Scales);
        Assert.Equal([0.5, 1], options.At(96).Photos.Scales);
    }

    [Fact]
    public void Run_AtScales_LearnsOtherLabels_AndIsComparedWithTheSameTeacher_AtOneChangesNothing()
    {
        var whole = Run("plain", null);
        var one = Run("one", [1]);
        var twice = Run("twice", [2]);
        Assert.Equal(Student("plain"), Student("one"));
        Assert.NotEqual(Student("plain"), Student("twice"));
        Assert.Equal(whole.Teacher!.MeanIoU, one.Teacher!.MeanIoU);
        Assert.Equal(whole.Teacher.MeanIoU, twice.Teacher!.MeanIoU);

        // What a run was labeled at is a part of what --resume compares; one look at factor 1 is what runs always had.
        Assert.Contains(
            "teacher-scales was not set, now \"1.5,2\"",
            Assert.Throws<OptionsException>(() => Run("plain", [1.5, 2], resume: true)).Message);
        Assert.Contains(
            "teacher-scales was \"2\", now not set",
            Assert.Throws<OptionsException>(() => Run("twice", null, resume: true)).Message);
        Assert.Equal(one.Student!.MeanIoU, Run("one", null, resume: true).Student!.MeanIoU);
    }

    [Theory]
    [InlineData("the scales are 9; one to sixteen factors of 0.1 to 8 are allowed", 9.0)]
    [InlineData("the scales are 2, 0; one to sixteen factors of 0.1 to 8 are allowed", 2.0, 0.0)]
    [InlineData("the scales are NaN; one to sixteen factors of 0.1 to 8 are allowed", double.NaN)]
    [InlineData("the scales are ; one to sixteen factors of 0.1 to 8 are allowed")]
    public void Run_ScalesOutOfRange_IsTheLibrarysError_AndBeginsNothing(string expected, params double[] scales)
    {
        var library = Assert.Throws<OptionsException>(() => new PhotoOptions { Scales = scales }.Validate()).Message;
        Assert.Contains(expected, library);
        Assert.Equal(library, Assert.Throws<OptionsException>(() => Run("bad", scales)).Message);
        Assert.False(Directory.Exists(runs.At("bad")));
    }

    [Fact]
    public void Run_SeveralScales_WhereOneGridIsNeeded_IsRefused()
    {
        var options = Options("refused", [1.5, 2]) with { Setting = TrainingSetting.Distillation };
        options = options with { Teacher = options.Teacher with { CacheFeatures = true } };
        var error = Assert.Throws<OptionsException>(() => Trainer.Run(options)).Message;
        Assert.Contains("the teacher's scales are 1.5,2, and features are distilled from one size alone; one factor is allowed", error);
        Assert.Contains("the teacher's scales are 1.5,2, and features of one size alone are kept on disk; one factor is allowed", error);
    }

    [Fact]
    public void Embed_CachedCropAtAScale_IsKeptApartFromThatAtOne()
    {
        var options = new TeacherOptions { Embedding = Embedding() with { CacheFolder = runs.At("kept") }, CacheFeatures = true };
        foreach (var at in new[] { options, options with { Scales = [2] } })
        {
            using var segmenter = Segmenter.Load("world-clip", at.AtCrop(96));
            using var made = segmenter.Embed(Crop);
            var teacher = new ClipTeacher(segmenter, Words, [0, 1, 2, 3, 4], at);
            for (int time = 0; time < 2; time++)
            {
                using var kept = teacher.Embed(Crop, TestContext.Current.CancellationToken);
                Assert.Equal(made.Features.ToArray(), kept.Features.ToArray());
                Assert.Equal(teacher.Label(made), teacher.Label(kept));
            }
        }

        Assert.Equal(2, Directory.GetFiles(runs.At("kept", "features"), "*.safetensors", SearchOption.AllDirectories).Length);
    }

    private static ushort[] Label(TeacherOptions options)
    {
        using var segmenter = Segmenter.Load("world-clip", options.AtCrop(96));
        var teacher = new ClipTeacher(segmenter, Words, [0, 1, 2, 3, 4], options);
        using var features = teacher.Embed(Crop, TestContext.Current.CancellationToken);
        return teacher.Label(features);
    }

    private SegmenterOptions Embedding() => new() { Photos = new() { Size = 96 }, CacheFolder = runs.At("cache"), Threads = 1 };

    private TrainingOptions Options(string output, IReadOnlyList<double>? scales)
    {
        var options = runs.ZeroShot(output);
        return options with
        {
            Setting = TrainingSetting.AnnotationFree,
            Unseen = [],
            SelfTrainingAfter = null,
            EvaluateEvery = 0,
            Optimization = options.Optimization with { Steps = 2 },
            Teacher = options.Teacher with { Scales = scales },
        };
    }

    private TrainingResult Run(string output, IReadOnlyList<double>? scales, bool resume = false) =>
        Trainer.Run(Options(output, scales) with { Resume = resume }, cancellationToken: TestContext.Current.CancellationToken);

    private byte[] Student(string output) => File.ReadAllBytes(runs.At(output, "student.safetensors"));
}
