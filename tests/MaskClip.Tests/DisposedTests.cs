using System.Reflection;
using MaskClip.Checkpoints;
using MaskClip.Families;
using MaskClip.Families.Bridge;
using MaskClip.Storage;
using MaskClip.Students;
using MaskClip.Testing;
using MaskClip.World;

namespace MaskClip.Tests;

/// <summary>What was disposed refuses what needs it, and says so; every public member of every public disposable type is here.</summary>
public sealed class DisposedTests : IDisposable
{
    private static readonly RgbImage Photo = SamplePostcard.Draw(96, 64);
    private static readonly string[] Names = ["sky", "grass"];

    private static readonly Dictionary<string, Action<Segmenter, TextClassifier>> OfSegmenter = new()
    {
        ["ChooseTemplates(TextClassifier,IEnumerable`1,TemplateChoiceOptions,CancellationToken)"] = (model, text) =>
            model.ChooseTemplates(text, [Photo]),
        ["Embed(RgbImage,PhotoOptions,CancellationToken)"] = (model, _) => model.Embed(Photo),
        ["Embed(Vocabulary,TextOptions,CancellationToken)"] = (model, _) => model.Embed(Vocabulary.Parse(Names)),
        ["EmbedImage(RgbImage,CancellationToken)"] = (model, _) => model.EmbedImage(Photo),
        ["EmbedTexts(IEnumerable`1,CancellationToken)"] = (model, _) => model.EmbedTexts(Names),
        ["EmbedExemplar(RgbImage,String,Boolean,PhotoOptions,CancellationToken)"] = (model, _) => model.EmbedExemplar(Photo, "sky"),
        ["For(TextClassifier,SegmentationOptions,PhotoOptions)"] = (model, text) => model.For(text),
        ["Restore(RgbImage,Single[],Single[],Single[])"] = (model, _) => model.Restore(Photo, [], [], []),
        ["Segment(RgbImage,TextClassifier,SegmentationOptions,PhotoOptions,IProgress`1,CancellationToken)"] = (model, text) =>
            model.Segment(
            Photo, text),
        ["SegmentFilesAsync(IEnumerable`1,TextClassifier,SegmentationOptions,PhotoOptions,CancellationToken)"] = (model, text) =>
            model.SegmentFilesAsync(
            ["a.png"], text),
    };

    private static readonly Dictionary<string, Action<DenseFeatures, TextClassifier>> OfFeatures = new()
    {
        ["Segment(IEnumerable`1,SegmentationOptions,CancellationToken)"] = (features, _) => features.Segment(Names),
        ["Segment(Vocabulary,SegmentationOptions,CancellationToken)"] = (features, _) => features.Segment(Vocabulary.Parse(Names)),
        ["Segment(TextClassifier,SegmentationOptions,CancellationToken)"] = (features, text) => features.Segment(text),
        ["Exemplar(String,PixelBox,Boolean)"] = (features, _) => features.Exemplar("sky", new(0, 0, 1, 1)),
        ["get_Features()"] = (features, _) => features.Features.ToArray(),
        ["get_Key()"] = (features, _) => features.Key.ToArray(),
        ["get_Surroundings()"] = (features, _) => features.Surroundings.ToArray(),
        ["get_IsSingleGrid()"] = (features, _) => features.IsSingleGrid.ToString(),
    };

    private static readonly Dictionary<string, Action<StudentSegmenter>> OfStudent = new()
    {
        ["Segment(RgbImage,CancellationToken)"] = student => student.Segment(Photo),
        ["SegmentFilesAsync(IEnumerable`1,CancellationToken)"] = student => student.SegmentFilesAsync(["a.png"]),
    };

    // What is known without the engine can still be asked for.
    private static readonly string[] Harmless =
    [
        "get_Options()", "get_Source()", "get_Size()", "get_OutputStride()", "get_ModelHash()", "InputSize(Int32,Int32)", "get_Width()",
        "get_Height()", "get_Path()", "get_Variant()", "get_EmbeddingSize()", "get_Defaults()", "get_Normalization()", "get_Clip()",
        "get_Bridge()", "Complete(SegmentationOptions)",
        "get_Name()", "get_Fingerprint()", "get_MaxConcurrency()", "get_GridWidth()", "get_GridHeight()", "get_PositionShift()",
        "get_Vocabulary()", "Dispose()",
    ];

    // They read files, or run what EngineSession leases; see Reader_Disposed_RefusesToRead.
    private static readonly Type[] Readers =
    [
        typeof(SafetensorsFile), typeof(Checkpoint), typeof(StudentFile), typeof(ResNetWeights), typeof(ModelTokenizer),
        typeof(BridgeTowers), typeof(LastStageEncoder), typeof(PendingFile),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-disposed-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void PublicMembers_OfDisposableTypes_AreAllInTheseTables()
    {
        var types = typeof(Segmenter).Assembly
            .GetExportedTypes()
            .Where(type => type.IsClass && typeof(IDisposable).IsAssignableFrom(type))
            .ToArray();

        Assert.Equal(
            [typeof(DenseFeatures), typeof(Segmenter), typeof(StudentSegmenter)],
            types.Except(Readers).OrderBy(type => type.Name));
        Assert.DoesNotContain(typeof(Segmenter).Assembly.GetExportedTypes(), typeof(IAsyncDisposable).IsAssignableFrom);
        Assert.Equal(OfSegmenter.Keys.Order(), Refused(typeof(Segmenter)));
        Assert.Equal(OfFeatures.Keys.Order(), Refused(typeof(DenseFeatures)));
        Assert.Equal(OfStudent.Keys.Order(), Refused(typeof(StudentSegmenter)));
    }

    [Fact]
    public void Segmenter_Disposed_RefusesWhatNeedsTheEngineAndKeepsItsProperties()
    {
        var model = Load();
        var text = model.Embed(Vocabulary.Parse(Names));
        model.Dispose();

        foreach (var call in OfSegmenter.Values)
            Assert.Contains(nameof(Segmenter), Assert.Throws<ObjectDisposedException>(() => call(model, text)).ObjectName);
        Properties(model);
        Assert.True(model.InputSize(640, 480).Width > 0);
        model.Dispose();
    }

    [Fact]
    public void Reader_Disposed_RefusesToRead()
    {
        var file = SafetensorsFile.Open(SharedData.WorldClip);
        var tensor = file.Tensors.Values.First(tensor => tensor.Count > 1);
        file.Dispose();
        file.Dispose();
        var checkpoint = Checkpoint.Open(SharedData.WorldClip);
        var weights = checkpoint.Tensors.Values.First(tensor => tensor.Count > 1);
        checkpoint.Dispose();
        var pending = new PendingFile(Path.Combine(folder, "pending.bin"));
        pending.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pending.Stream);
        Assert.Throws<ObjectDisposedException>(() => pending.Commit());
        Assert.Empty(Directory.GetFiles(folder));

        foreach (var one in new[] { tensor, weights })
        {
            Assert.Throws<ObjectDisposedException>(() => one.ToArray());
            Assert.Throws<ObjectDisposedException>(() => one.CopyTo(new float[one.Count]));
            Assert.Throws<ObjectDisposedException>(() => one.Bytes.Length);
        }
    }

    [Fact]
    public async Task Reader_DisposedUnderReadings_FinishesThemAndRefusesLaterOnes()
    {
        for (int round = 0; round < 20; round++)
        {
            var file = SafetensorsFile.Open(SharedData.WorldClip);
            var tensors = file.Tensors.Values.Where(tensor => tensor.Count > 10_000).ToArray();
            float[][] expected = [.. tensors.Select(tensor => tensor.ToArray())];
            int refused = 0;
            using var begun = new CountdownEvent(8);
            var readers = Enumerable.Range(0, 8).Select(reader => Task.Factory.StartNew(
                () =>
                {
                    begun.Signal();
                    for (int i = reader; ; i++)
                    {
                        try
                        {
                            Assert.Equal(expected[i % tensors.Length], tensors[i % tensors.Length].ToArray());
                        }
                        catch (ObjectDisposedException)
                        {
                            Interlocked.Increment(ref refused);
                            return;
                        }
                    }
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)).ToArray();
            begun.Wait(TestContext.Current.CancellationToken);
            await Task.Delay(5, TestContext.Current.CancellationToken);

            file.Dispose();

            await Task.WhenAll(readers);
            Assert.Equal(8, refused);
        }
    }

    [Fact]
    public void DenseFeatures_Disposed_RefuseEverythingButTheirSizes()
    {
        using var model = Load();
        var text = model.Embed(Vocabulary.Parse(Names));
        var features = model.Embed(Photo);
        features.Dispose();

        foreach (var call in OfFeatures.Values)
            Assert.Contains(nameof(DenseFeatures), Assert.Throws<ObjectDisposedException>(() => call(features, text)).ObjectName);
        Assert.Equal((96, 64), (features.Width, features.Height));
        Assert.True(features.GridWidth > 0 && features.GridHeight > 0 && features.Size > 0);
        features.Dispose();
    }

    [Fact]
    public void DenseFeatures_ModelDisposed_StillDivideByAClassifierAndRefuseWhatNeedsTheEngine()
    {
        var model = Load();
        var text = model.Embed(Vocabulary.Parse(Names));
        using var features = model.Embed(Photo);
        var before = features.Segment(text);
        model.Dispose();

        Assert.Equal(before.Data, features.Segment(text).Data);
        Assert.False(features.Features.IsEmpty);
        Assert.Throws<ObjectDisposedException>(() => features.Segment(Names));
        Assert.Throws<ObjectDisposedException>(() => features.Segment(Vocabulary.Parse(["a new name"])));
        Assert.Throws<ObjectDisposedException>(() => features.Segment(text, new() { VocabularyReduction = 0.5f }));
    }

    [Fact]
    public void StudentSegmenter_Disposed_RefusesWhatNeedsTheEngine()
    {
        var student = StudentSegmenter.Load(RandomStudent.Write(Path.Combine(folder, "student.safetensors")), cacheFolder: folder);
        student.Dispose();

        foreach (var call in OfStudent.Values)
            Assert.Contains(nameof(StudentSegmenter), Assert.Throws<ObjectDisposedException>(() => call(student)).ObjectName);
        Properties(student);
        student.Dispose();
    }

    private static IEnumerable<string> Refused(
        Type type) => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Select(method => $"{method.Name}({string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType.Name))})")
        .Except(Harmless).Order();

    private static void Properties(object disposed)
    {
        foreach (var property in disposed.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            _ = property.GetValue(disposed); // or it throws
    }

    private Segmenter Load() =>
        Segmenter.Load("world-clip", new() { Texts = new() { Templates = PromptTemplates.Simple }, CacheFolder = folder });
}
