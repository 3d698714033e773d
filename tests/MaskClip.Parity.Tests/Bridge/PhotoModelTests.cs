using System.Numerics.Tensors;
using MaskClip.Checkpoints;
using MaskClip.Engine;
using MaskClip.Families.Bridge;
using MaskClip.Graph;
using MaskClip.Model;
using MaskClip.Models;
using MaskClip.Quantization;
using MaskClip.Scores;
using MaskClip.Storage;
using MaskClip.Testing;
using MaskClip.Towers;

namespace MaskClip.Parity.Tests.Bridge;

/// <summary>The package <c>photo</c> against what was recorded where its map was trained.</summary>
public sealed class PhotoModelTests : IClassFixture<TemporaryHome>, IDisposable
{
    private const double Unit = 1e-4; // unit vectors and cosines

    private const int ForeignText = 8;

    private static readonly string[] Names = ["cat", "tabby cat", "double decker bus", "grass"];

    private readonly BridgeModel model;
    private readonly SafetensorsFile recorded;
    private readonly string home;

    public PhotoModelTests(TemporaryHome home)
    {
        recorded = SafetensorsFile.Open(SharedData.Path("models", "photo-bridge", "io.safetensors"));
        this.home = home.Folder;
        var folder = ModelFolder.Find(InstalledModels.Find(InstalledModels.DefaultFolder, "photo")!)!;
        model = BridgeModel.Open(folder, new OpeningOptions { CacheFolder = home.Folder });
    }

    public void Dispose()
    {
        model.Dispose();
        recorded.Dispose();
    }

    [Theory]
    [InlineData(32)]
    [InlineData(16)]
    [InlineData(8)]
    public void Maps_AtEveryOutputStride_AreTheRecordedOnes(int stride)
    {
        var (third, last) = Maps("image.input", stride);

        Relative($"layer3.s{stride}", third);
        Relative($"layer4.s{stride}", last);
    }

    [Fact]
    public void Maps_OfSidesThatNoStrideDivides_AreTheRecordedOnes()
    {
        float[] image = recorded["image.input"].ToArray(), odd = new float[3 * 90 * 150];
        for (int row = 0; row < 3 * 90; row++) image.AsSpan((row / 90 * 96 + row % 90) * 160, 150).CopyTo(odd.AsSpan(row * 150));

        Relative("odd.layer4.s16", Run(odd, 90, 150, 16).Last);
    }

    [Fact]
    public void Input_OfThePhoto_IsTheRecordedOne()
    {
        float[] planes = recorded["image.rgb"].ToArray();
        var pixels = new byte[planes.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)planes[i % 3 * 96 * 160 + i / 3];

        Close.Within(1e-3, recorded["image.input"].ToArray(), model.Normalization(Compatibility.Clip).Apply(new RgbImage(160, 96, pixels)));
    }

    [Theory]
    [InlineData("maskclip", "places.s16")]
    [InlineData("naclip", "places.s16.pooled")]
    public void Features_OfEveryPosition_AreTheRecordedOnes(string method, string tensor) =>
        Close.Within(Unit, recorded[tensor].ToArray(), Encode(method).Features);

    [Fact]
    public void Features_OfTheWholePhoto_AreTheRecordedVectorEverywhere()
    {
        float[] everywhere = Encode("clip").Features, vector = recorded["global"].ToArray();

        for (int i = 0; i < everywhere.Length; i += vector.Length) Close.Within(Unit, vector, everywhere.AsSpan(i, vector.Length));
    }

    [Fact]
    public void Texts_AreTheRecordedOnes()
    {
        string[] texts = File.ReadAllLines(SharedData.Path("models", "photo-bridge", "prompts.txt"));
        var cut = new List<int>();
        float[] expected = recorded["text.raw"].ToArray(), actual = model.Texts.Encode(texts, cut, TestContext.Current.CancellationToken);

        for (int text = 0; text < texts.Length; text++)
        {
            if (text != ForeignText) Close.Within(Unit, expected.AsSpan(text * 384, 384), actual.AsSpan(text * 384, 384));
        }

        Assert.Empty(cut);
    }

    // "Café naïve 北京 🙂" was recorded with another tokenizer than MiniLM's (transformers' BertTokenizerFast gives 'cafe naive 北 京 [UNK]').
    // The ids that it
    // gave are known from the vector: no others of a thousand divisions of these words come near it.
    [Fact]
    public void Texts_OfTheIdsBehindTheRecordedForeignText_GiveItsVector()
    {
        int[] ids = [101, 24689, 100, 6583, 100, 100, 100, 102]; // [CLS] caf [UNK] na [UNK] [UNK] [UNK] [SEP]

        Close.Within(
            Unit,
            recorded["text.raw"].ToArray().AsSpan(ForeignText * 384, 384),
            model.Texts.Encode([ids], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Scores_PlainWithPresenceAndWithPrototypes_AreTheRecordedOnes()
    {
        using var segmenter = Load(new());
        var classifier = segmenter.Embed(Vocabulary.Parse(Names), cancellationToken: TestContext.Current.CancellationToken);
        var encoded = Encode("naclip");
        Close.Within(Unit, recorded["text.names"].ToArray(), classifier.Embeddings);

        var scores = GridScores.Cosines(encoded.Features, classifier);
        Close.Within(Unit, recorded["cosines"].ToArray(), scores.Values);
        var presence = new PresencePrior(classifier);
        presence.Add(encoded.Surroundings);
        float[] g = recorded["presence.g"].ToArray(), changes = presence.Changes(1);
        for (int i = 0; i < g.Length; i++) Assert.Equal(g[i] - g.Max(), changes[i], 1e-4f);
        PresencePrior.Apply(scores, presence.Changes(SegmentationOptions.UsualPresence));
        Close.Within(Unit, recorded["presence.cosines"].ToArray(), scores.Values);
        Prototypes.Apply(scores, encoded.Key, SegmentationOptions.UsualPrototypes, 24);
        Close.Within(Unit, recorded["prototypes.cosines"].ToArray(), scores.Values);
    }

    [Fact]
    public void Segment_WithTheRefinements_ScoresAsStepByStep()
    {
        using var segmenter = Load(new() { Photos = new() { Size = 96 } });
        float[] planes = recorded["image.rgb"].ToArray();
        var pixels = new byte[planes.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)planes[i % 3 * 96 * 160 + i / 3];
        using var features = segmenter.Embed(new RgbImage(160, 96, pixels), cancellationToken: TestContext.Current.CancellationToken);

        var scores = features.Score(
            segmenter.Embed(Vocabulary.Parse(Names), cancellationToken: TestContext.Current.CancellationToken),
            new() { Presence = 0.6f, Prototypes = 0.2f });

        Close.Within(Unit, recorded["prototypes.cosines"].ToArray(), scores.Values);
    }

    /// <summary>On a photograph: which layers bear it was chosen on photographs too, and comes with the model.</summary>
    [Fact]
    public void Int8_OfAPhotograph_GivesNearlyTheSameLabels()
    {
        var photo = RgbImage.Load(SharedData.Path("data", "demo-photos", "astronaut.png"));
        var names = Vocabulary.Parse(["person", "flag", "space shuttle"], ["wall"]);
        using Segmenter exact = Load(new()), rounded = Load(new() { Precision = Precision.Int8 });
        using DenseFeatures one = exact.Embed(photo, cancellationToken: TestContext.Current.CancellationToken), other = rounded.Embed(
            photo, cancellationToken: TestContext.Current.CancellationToken);

        double cosine = LayerSelection.MeanCosine(one.Features, other.Features, one.Size);
        ushort[] expected = [.. one.Segment(names).Labels], actual = [.. other.Segment(names).Labels];

        Assert.InRange(cosine, 0.99, 0.99999);
        Assert.InRange(expected.Zip(actual).Count(pair => pair.First == pair.Second), (int)(0.96 * expected.Length), expected.Length);
    }

    private Segmenter Load(SegmenterOptions options) => Segmenter.Load("photo", options with { CacheFolder = home });

    private EncodedImages Encode(string method)
    {
        using var encoder = model.CreateImageEncoder(DenseMethods.Parse(method), key: true, 16);
        return encoder.Encode(recorded["image.input"].ToArray(), 1, 96, 160, TestContext.Current.CancellationToken);
    }

    private (float[] Third, float[] Last) Maps(string tensor, int stride)
    {
        int[] shape = [.. recorded[tensor].Shape];
        return Run(recorded[tensor].ToArray(), shape[2], shape[3], stride);
    }

    /// <summary>Runs the convolutions alone, as they are emitted for a dense graph.</summary>
    private (float[] Third, float[] Last) Run(float[] image, int height, int width, int stride)
    {
        var folder = Path.Combine(home, Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(folder);
        var weights = new WeightFile("image.weights");
        model.AddImageWeights(weights, null, null);
        using (var stream = File.Create(Path.Combine(folder, weights.FileName))) weights.Write(stream);
        var graph = new OnnxGraph("maps");
        var config = (ResNetConfig)model.ImageConfig;
        OnnxValue[] stages = config.Trunk(stride).Emit(
            new Convolutions(graph, weights) { PadsUnevenly = config.PadsUnevenly }, "visual.", graph.Input(
                "image", OnnxType.Float, 1, 3, "h", "w"));
        graph.Output(stages[^2], "third", 1, 256, "h3", "w3");
        graph.Output(stages[^1], "last", 1, 512, "h4", "w4");
        var path = Path.Combine(folder, "maps.onnx");
        using (var stream = File.Create(path)) graph.Write(stream);
        using var session = new EngineSession(path, 0);
        using var inputs = new EngineTensors { { "image", [1, 3, height, width], image } };
        using var results = session.Run(inputs.Values, ["third", "last"], TestContext.Current.CancellationToken);
        return (results[0].GetTensorDataAsSpan<float>().ToArray(), results[1].GetTensorDataAsSpan<float>().ToArray());
    }

    private void Relative(string tensor, float[] actual)
    {
        float[] expected = recorded[tensor].ToArray();
        Close.Within(2e-4 * TensorPrimitives.MaxMagnitude<float>(expected), expected, actual);
    }
}
