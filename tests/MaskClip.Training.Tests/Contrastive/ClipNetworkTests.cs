using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Testing;
using MaskClip.Text;
using MaskClip.Towers;
using MaskClip.Training.Contrastive;
using MaskClip.Training.Contrastive.Pairs;
using MaskClip.Training.Contrastive.Towers;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Contrastive;

public sealed class ClipNetworkTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-clip").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("vit", false)]
    [InlineData("vit", true)]
    [InlineData("resnet", false)]
    public void WrittenModel_ReadByTheLibrary_GivesTheSameFeatures(string tower, bool trainedTokensOnly)
    {
        using var network = SmallClip.Random(tower);
        network.Train(imageTower: false);
        int[][] texts =
        [
            [ClipTokenizer.StartOfText, 320, 2368, ClipTokenizer.EndOfText], [ClipTokenizer.StartOfText, 7, ClipTokenizer.EndOfText]
        ];
        int[] tokens = [.. texts.SelectMany(text => text).Distinct().Order()];
        network.Tokens.Restore(tokens, Numbers(network, tokens));
        var path = Path.Combine(folder, "model.safetensors");
        ModelFile.Write(path, network, half: false, trainedTokensOnly, []);
        using var model = ClipModel.Open(path, new OpeningOptions { CacheFolder = folder });
        Assert.Empty(model.Config.Warnings);
        Assert.Equal(
            network.Config.Image,
            model.Config.Image! is ModifiedResNetConfig r
                ? r with { Layers = ((ModifiedResNetConfig)network.Config.Image!).Layers }
                : model.Config.Image);

        using var none = no_grad();
        using var scope = NewDisposeScope();
        var (pictures, maps) = SmallClip.Pictures(network.Config, 3);
        Close.Within(1e-4, network.Image.Embed(pictures, places: false).Whole.data<float>().ToArray(), model.Plain.Encode(maps, 3));
        using var rows = network.Tokens.Take(tensor(Array.ConvertAll(tokens, token => (long)token)), train: false);
        var laidOut = TextTensors.Of([.. texts.Select(text => Array.ConvertAll(text, token => Array.IndexOf(tokens, token)))], CPU);
        Close.Within(
            1e-4, network.Embed(laidOut, rows).data<float>().ToArray(), model.Text.Encode(texts, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UnknownTokens_AreOneRow_InEitherForm(bool trainedTokensOnly)
    {
        using var network = SmallClip.Random("vit");
        var values = new float[3 * 32];
        Array.Fill(values, 0.25f, 64, 32);
        network.Tokens.Restore([320, ClipTokenizer.EndOfText, network.Tokens.Unknown], name => name == "values" ? values : new float[96]);
        var path = Path.Combine(folder, "model.safetensors");
        ModelFile.Write(path, network, half: false, trainedTokensOnly, []);
        using var model = ClipModel.Open(path, new OpeningOptions { CacheFolder = folder });
        var features = model.Text.Encode(
            [[320, 111, ClipTokenizer.EndOfText], [320, 222, ClipTokenizer.EndOfText], [320, 320, ClipTokenizer.EndOfText]],
            TestContext.Current.CancellationToken);
        Close.Within(1e-6, features.AsSpan(0, 24), features.AsSpan(24, 24));
        Assert.NotEqual(features[..24], features[48..]);
    }

    [Theory]
    [InlineData("vit", false)]
    [InlineData("vit", true)]
    [InlineData("resnet", false)]
    public void Model_WrittenAndTakenAgain_IsTheSameToTheBit(string tower, bool trainedTokensOnly)
    {
        using var network = SmallClip.Random(tower);
        network.Tokens.Restore([5, 320], name => [.. Enumerable.Range(0, 64).Select(i => i / 64f)]);
        string first = Path.Combine(folder, "first.safetensors"), second = Path.Combine(folder, "second.safetensors");
        ModelFile.Write(first, network, half: false, trainedTokensOnly, []);
        using (var checkpoint = Checkpoint.Open(first))
        using (var other = new ClipNetwork(network.Config, seed: 9))
        {
            other.Load(checkpoint);
            Assert.Equal(trainedTokensOnly ? 2 : ClipTokenizer.VocabularySize, other.Tokens.Trained.Count);
            ModelFile.Write(second, other, half: false, trainedTokensOnly, []);
        }

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void Half_KeepsThreeDigits_InHalfTheBytes()
    {
        using var network = SmallClip.Random("vit");
        string full = Path.Combine(folder, "full.safetensors"), half = Path.Combine(folder, "half.safetensors");
        ModelFile.Write(full, network, half: false, trainedTokensOnly: true, []);
        ModelFile.Write(half, network, half: true, trainedTokensOnly: true, []);
        using SafetensorsFile wide = SafetensorsFile.Open(full), narrow = SafetensorsFile.Open(half);
        Assert.Equal(ElementType.Float16, narrow["visual.proj"].Type);
        Close.Within(1e-3, wide["visual.proj"].ToArray(), narrow["visual.proj"].ToArray());
    }

    [Fact]
    public void Load_AnotherGrid_ResizesThePositions()
    {
        using var network = SmallClip.Random("vit");
        var path = Path.Combine(folder, "model.safetensors");
        ModelFile.Write(path, network, half: false, trainedTokensOnly: true, []);
        using var larger = NetworkBuilder.Build(
            new ContrastiveOptions { Pairs = new WorldPairs(64, 1, 0), Start = path, ImageSize = 64, Output = folder });
        Assert.Equal(64, larger.Config.Image!.ImageSize);
        Assert.Equal([65, 48], larger.States.Single(one => one.Name == "visual.positional_embedding").Value.shape);
    }

    [Fact]
    public void Build_FrozenParts_HaveNoGradients()
    {
        var options = new ContrastiveOptions
        {
            Pairs = new WorldPairs(32, 1, 0),
            Network = SmallClip.Config("vit"),
            Output = folder,
            Optimization = new() { Frozen = ["image", "scale"] },
        };
        using var network = NetworkBuilder.Build(options);
        Assert.All(
            network.Parameters,
            one => Assert.Equal(
                one.Name.StartsWith("visual.", StringComparison.Ordinal) || one.Name == "logit_scale", !one.Value.requires_grad));
    }

    private static Func<string, float[]> Numbers(ClipNetwork network, int[] tokens)
    {
        using var rows = network.Tokens.Take(tensor(Array.ConvertAll(tokens, token => (long)token)), train: false);
        var values = rows.data<float>().ToArray();
        return name => name == "values" ? values : new float[values.Length];
    }
}
