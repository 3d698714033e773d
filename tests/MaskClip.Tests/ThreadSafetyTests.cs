using System.Xml.Linq;
using MaskClip.Testing;
using MaskClip.World;

namespace MaskClip.Tests;

/// <summary>What is said of threads: every public type says it, and what is promised holds.</summary>
public sealed class ThreadSafetyTests : IDisposable
{
    private const int Threads = 16;
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-threads-").FullName;

    private static CancellationToken TestEnds => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void PublicTypes_SayWhetherTheyAreThreadSafe()
    {
        var members = XDocument.Load(Path.ChangeExtension(typeof(Segmenter).Assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(
                member => member.Attribute("name")!.Value,
                member => string.Concat(member.Descendants("remarks").Select(remarks => remarks.Value)));
        // Of a value of an enumeration and of an exception nobody asks it.
        var types = typeof(Segmenter).Assembly
            .GetExportedTypes()
            .Where(type => !type.IsEnum && !typeof(Exception).IsAssignableFrom(type))
            .ToArray();

        Assert.NotEmpty(types);
        Assert.DoesNotContain(types, type => !members[$"T:{type.FullName}"].Contains("thread"));
    }

    [Fact]
    public async Task OneModel_SixteenThreads_GiveWhatOneGives()
    {
        using var model = Segmenter.Load(
            "world-clip",
            new()
            {
                Photos = new() { Size = 64 },
                Texts = new() { Templates = PromptTemplates.Simple },
                Threads = 1,
                CacheFolder = folder,
            });
        string[][] names = [["sky", "grass"], ["tree", "house", "sky"], ["water|lake", "road"], ["a dog", "a cat"]];
        RgbImage[] photos = [SamplePostcard.Draw(96, 64), SamplePostcard.Draw(64, 96), SamplePostcard.Draw(80, 80)];
        SegmentationOptions[] options =
        [
            new(),
            new() { KeySmoothing = 1, PromptDenoising = 0.1f },
            new() { Pamr = new() },
            new() { VocabularyReduction = 0.1f, AreaThreshold = 0.05f },
        ];
        using var shared = model.Embed(photos[0]);

        // Threads first: names are embedded, and what is opened when it is first needed is opened, by many.
        var results = await Run(Threads, i =>
        {
            using var own = model.Embed(photos[i % photos.Length]);
            var text = model.Embed(Vocabulary.Parse(names[i % names.Length]));
            return Results(model, shared, own, photos[i % photos.Length], text, options[i / 4 % options.Length]);
        });

        for (int i = 0; i < Threads; i++)
        {
            using var own = model.Embed(photos[i % photos.Length]);
            var text = model.Embed(Vocabulary.Parse(names[i % names.Length]));
            Assert.Equal(Results(model, shared, own, photos[i % photos.Length], text, options[i / 4 % options.Length]), results[i]);
        }
    }

    [Fact]
    public async Task OneStudent_SixteenThreads_GiveWhatOneGives()
    {
        using var student = StudentSegmenter.Load(
            RandomStudent.Write(Path.Combine(folder, "student.safetensors")), threads: 1, cacheFolder: folder);
        RgbImage[] photos = [SamplePostcard.Draw(96, 64), SamplePostcard.Draw(64, 96), SamplePostcard.Draw(80, 80)];

        var results = await Run(Threads, i => student.Segment(photos[i % photos.Length], TestEnds).Data);

        for (int i = 0; i < Threads; i++) Assert.Equal(student.Segment(photos[i % photos.Length], TestEnds).Data, results[i]);
    }

    [Fact]
    public async Task OneResult_SixteenThreadsWriteIt_FilesAreAsFromOne()
    {
        using var model = Segmenter.Load(
            "world-clip",
            new() { Photos = new() { Size = 64 }, Texts = new() { Templates = PromptTemplates.Simple }, CacheFolder = folder });
        var photo = SamplePostcard.Draw(96, 64);
        var result = model.Segment(photo, model.Embed(Vocabulary.Parse(["sky", "grass", "tree"])));
        var writers = SegmentationWriters.Parse("overlay,mask,heatmap,json");

        var files = await Run(
            Threads,
            i => writers.SelectMany(writer => writer.Write(photo, result, Path.Combine(folder, $"{i}"), "photo")).Select(
                File.ReadAllBytes).ToArray());

        Assert.All(files, own => Assert.Equal(files[0], own));
    }

    [Fact]
    public async Task Immutables_SixteenThreadsReadThem_GiveTheSame()
    {
        var results = await Run(Threads, _ =>
        {
            var vocabulary = Vocabulary.BuiltIn("voc21");
            var sentences = PromptTemplates.MaskClip.Fill("cat");
            return $"{string.Join(',', vocabulary.Classes.Select((one, index) => $"{one.Name} {vocabulary.Palette[index]}"))} " +
                $"{string.Join(',', sentences)} {SamplePostcard.Draw(64, 64).Pixels[100]}";
        });

        Assert.Single(results.Distinct());
    }

    private static ushort[][] Results(
        Segmenter model, DenseFeatures shared, DenseFeatures own, RgbImage photo, TextClassifier text, SegmentationOptions options) =>
        [shared.Segment(text, options).Data, own.Segment(text, options).Data, model.Segment(photo, text, options).Data];

    /// <summary>Runs something on threads that begin together.</summary>
    private static async Task<T[]> Run<T>(int threads, Func<int, T> work)
    {
        using var together = new Barrier(threads);
        return await Task.WhenAll(Enumerable.Range(0, threads).Select(i => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait(TestEnds);
                return work(i);
            },
            TestEnds,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).WaitAsync(TimeSpan.FromMinutes(2), TestEnds);
    }
}
