using System.Text.RegularExpressions;
using MaskClip.Batches;
using MaskClip.Storage;
using MaskClip.Testing;
using MaskClip.World;

namespace MaskClip.Tests;

/// <summary><see cref="SegmenterOptions.Threads"/> bounds what a call does, and changes no result.</summary>
public sealed partial class ThreadsTests : IDisposable
{
    // All that refines: keys are compared, colors are, and windows overlap.
    private static readonly SegmentationOptions[] Refinements =
    [
        new() { KeySmoothing = 1, PromptDenoising = 0.01f },
        new() { Pamr = new() { Iterations = 2, Dilations = [1, 3] }, AreaThreshold = 0.01f },
        new() { GuidedFilter = new(), KeySmoothing = 0.9f },
        new() { GuidedFilter = new(), VocabularyReduction = 0.01f },
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-degree-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OneThread_EveryWayIn_RunsNoLoopInParallel(bool windows)
    {
        using var model = Load(windows, 1);
        var photo = SamplePostcard.Draw(300, 420);
        int most = ParallelLoops.Watch(() =>
        {
            var text = model.Embed(Names(), cancellationToken: TestContext.Current.CancellationToken);
            using var features = model.Embed(photo, cancellationToken: TestContext.Current.CancellationToken);
            foreach (var options in Refinements)
            {
                features.Segment(text, options);
                model.Segment(photo, text, options, cancellationToken: TestContext.Current.CancellationToken);
            }
        });

        Assert.Equal(0, most);
    }

    [Fact]
    public void OneThread_AStudent_RunsNoLoopInParallel()
    {
        using var student = StudentSegmenter.Load(
            RandomStudent.Write(Path.Combine(folder, "student.safetensors")), threads: 1, cacheFolder: folder);
        Assert.Equal(0, ParallelLoops.Watch(() => student.Segment(SamplePostcard.Draw(300, 420), TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void SomeThreads_LoopsInsideOfLoops_TakeNoMore(int threads)
    {
        using var model = Load(windows: true, threads);
        var photo = SamplePostcard.Draw(1200, 700); // several tiles of the guided filter
        var text = model.Embed(Names(), cancellationToken: TestContext.Current.CancellationToken);
        foreach (var options in Refinements)
        {
            Assert.InRange(
                ParallelLoops.Watch(() => model.Segment(photo, text, options, cancellationToken: TestContext.Current.CancellationToken)),
                1,
                threads);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnyNumberOfThreads_GivesTheSame(bool windows)
    {
        using var model = Load(windows, 5);
        var text = model.Embed(Names(), cancellationToken: TestContext.Current.CancellationToken);
        using var features = model.Embed(SamplePostcard.Draw(1200, 420), cancellationToken: TestContext.Current.CancellationToken);
        foreach (var options in Refinements)
        {
            var alone = features.Segment(text, options, Parallelism.One, TestContext.Current.CancellationToken);
            foreach (int threads in new[] { 2, 5 })
            {
                var many = features.Segment(text, options, Parallelism.Of(threads), TestContext.Current.CancellationToken);
                Assert.Equal(alone.Labels, many.Labels);
                Assert.Equal(alone.Regions, many.Regions);
                for (int c = 0; c < 5; c++) Assert.Equal(alone.Scores(c), many.Scores(c));
            }
        }
    }

    [Fact]
    public void VocabularyReduction_AfterAFailure_TriesAgain()
    {
        using var model = Load(windows: false, 1);
        var text = model.Embed(Names(), cancellationToken: TestContext.Current.CancellationToken);
        using var features = model.Embed(SamplePostcard.Draw(96, 64), cancellationToken: TestContext.Current.CancellationToken);
        model.Dispose();

        var first = Assert.Throws<ObjectDisposedException>(() => features.Segment(text, new() { VocabularyReduction = 0.01f }));
        var second = Assert.Throws<ObjectDisposedException>(() => features.Segment(text, new() { VocabularyReduction = 0.01f }));
        Assert.NotSame(first, second); // nobody is given another call's failure
    }

    [Fact]
    public void Batch_PhotosThatAreLabeledAtTheSameTime_ShareTheCores()
    {
        int cores = Environment.ProcessorCount;
        Assert.InRange(PhotoBatch.Concurrency, 1, 8);
        Assert.InRange(PhotoBatch.Concurrency * PhotoBatch.LabelThreads(int.MaxValue).Degree, 1, cores);
        Assert.Equal(cores, PhotoBatch.LabelThreads(1).Degree);
    }

    [Fact]
    public void Parallelism_IsWhatItSays()
    {
        Assert.Equal(Environment.ProcessorCount, default(Parallelism).Degree);
        Assert.Equal(Environment.ProcessorCount, Parallelism.Of(0).Degree);
        Assert.Equal(1, Parallelism.One.Among(7).Degree);
        Assert.Equal(2, Parallelism.Of(8).Among(3).Degree);
        Assert.Equal(1, Parallelism.Of(2).Among(3).Degree);
        Assert.Equal(3, Parallelism.Of(3).AtMost(Parallelism.Of(5)).Degree);
        Assert.Throws<ArgumentOutOfRangeException>(() => Parallelism.Of(-1));
        foreach (var threads in new[] { Parallelism.One, Parallelism.Of(3) })
        {
            var done = new int[100];
            threads.For(done.Length, i => Interlocked.Increment(ref done[i]), TestContext.Current.CancellationToken);
            Assert.All(done, times => Assert.Equal(1, times));
            Assert.Throws<InvalidDataException>(() =>
                threads.For(2, _ => throw new InvalidDataException(), TestContext.Current.CancellationToken));
            Assert.ThrowsAny<OperationCanceledException>(() => threads.For(2, _ => { }, new CancellationToken(canceled: true)));
        }
    }

    [Fact]
    public void Sources_DivideWorkInOnePlace()
    {
        var sources = Directory.GetFiles(Path.Combine(SharedData.Repository, "src", "MaskClip"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"));
        Assert.Equal(["Parallelism.cs"], sources.Where(path => Loop().IsMatch(File.ReadAllText(path))).Select(Path.GetFileName));
    }

    private static Vocabulary Names() => Vocabulary.Parse(["sky", "grass", "house", "tree"], ["wall"]);

    private Segmenter Load(bool windows, int threads) => Segmenter.Load("world-clip", new()
    {
        Photos = new() { Size = 96, Windows = windows ? new SlidingWindows(64, 48) : null },
        Texts = new() { Templates = PromptTemplates.Simple },
        Threads = threads,
        CacheFolder = folder,
    });

    [GeneratedRegex(@"\bParallel\.(For|ForEach|Invoke)\b|\.AsParallel\(")]
    private static partial Regex Loop();
}
