using MaskClip.Testing;
using MyProgram;

namespace MaskClip.Outsider.Tests.Guide;

/// <summary>docs/library.md and docs/adding-a-method.md: a method of one's own.</summary>
public class OwnMethodTests
{
    [Fact]
    public void Library_OwnMethod_IsLoadedByItsNameWithSettings()
    {
        var mine = new DenseMethod
        {
            Block = new AttentionBlock("mine", new AttentionTerm(Similarities.KeyKey, Neighbors: new NeighborBias(Sigma: 5))),
            Summary = "attention is softmax(kk + Gaussian over neighbors)",
            Options =
            [
                MethodOption.Number<AttentionBlock>(
                    "sigma", "width of the Gaussian, in patches", 0.1, 1000,
                    block => block.Terms[0].Neighbors!.Sigma,
                    (block, sigma) => block with { Terms = [block.Terms[0] with { Neighbors = new NeighborBias(sigma) }] }),
                .. MethodOption.ResidualAndMlp,
            ],
        };
        DenseMethods.Register(mine);

        using var segmenter = Segmenter.Load("world-clip", new SegmenterOptions { Photos = new() { Method = "mine:sigma=7" } });

        // NACLIP, said again: the same numbers, with the settings too.
        var ours = Features(segmenter);
        Assert.Equal(Features("naclip:sigma=7"), ours);
        Assert.Equal(Features("naclip"), Features("Mine"));
        Assert.Equal(Features("naclip:residual=on"), Features("mine:residual=on"));
        Assert.NotEqual(Features("mine"), ours);
        Assert.Contains("mine", Segmenter.Methods);
        Assert.Same(mine, DenseMethods.Find("MINE"));
        Assert.Contains("0.1 to 1000 is allowed", Assert.Throws<OptionsException>(() => Features("mine:sigma=0")).Message);
    }

    [Fact]
    public void Itaclip_OnATransformerOfTwelve_Segments()
    {
        var model = SharedData.Path("golden", "vit.safetensors");

        DenseMethods.Register(ItaclipAttentionMethod.Method);
        using var segmenter = Segmenter.Load(model, new SegmenterOptions { Photos = new() { Method = "itaclip-attention:mlp=on" } });

        using var features = segmenter.Embed(SamplePostcard.Draw(96, 64));
        Assert.All(features.Features.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Itaclip_OnATransformerOfSix_IsRefusedByName()
    {
        DenseMethods.Register(ItaclipAttentionMethod.Method);

        var error = Assert.Throws<OptionsException>(() => Features("itaclip-attention"));

        Assert.Contains("reads blocks 7, 8, 10, but this model has 6", error.Message);
    }

    [Fact]
    public void EveryBlock_ComposedFromOutside_Segments()
    {
        LastBlock[] blocks =
        [
            new AttentionBlock("outside-sum", new AttentionTerm(Similarities.Identity, Scale: 0.5), new AttentionTerm(Similarities.QueryQuery | Similarities.KeyKey, Scale: 2))
            {
                Mlp = true,
                Positions = PositionResize.Antialiased,
                Earlier = new EarlierMaps([2, 4], [new AttentionTerm(Similarities.QueryKey)], Share: 0.3),
            },
            new AttentionBlock("outside-twice", new AttentionTerm(Similarities.KeyKey, Neighbors: new NeighborBias(3)))
            {
                Feedback = new SemanticFeedback(Share: 0.6, Gain: 1.5, MinConfidence: 0.1),
            },
            new SelfSelfPath("outside-path", Similarities.ValueValue) { Blocks = 2, Clustering = 1 },
            new SelfCalibration("outside-calibration") { Neighbors = 8, MinSimilarity = 0.2 },
        ];
        var plain = Labels("maskclip");
        foreach (var block in blocks)
        {
            DenseMethods.Register(new DenseMethod { Block = block, Summary = "composed by a test" });
            Assert.False(Labels(block.Name).SequenceEqual(plain), $"{block.Name} gives maskclip's labels.");
        }

        Assert.Equal([false, true, false, false], blocks.Select(block => block.NeedsSecondPass));
    }

    private static float[] Features(string method)
    {
        using var segmenter = Segmenter.Load("world-clip", new SegmenterOptions { Photos = new() { Method = method }, Threads = 1 });
        return Features(segmenter);
    }

    private static float[] Features(Segmenter segmenter)
    {
        using var features = segmenter.Embed(SamplePostcard.Draw(128, 96));
        return features.Features.ToArray();
    }

    private static int[] Labels(string method)
    {
        using var segmenter = Segmenter.Load("world-clip", new SegmenterOptions { Photos = new() { Method = method }, Threads = 1 });
        var result = segmenter.Segment(SamplePostcard.Draw(192, 128), segmenter.Embed(Vocabulary.Parse(SamplePostcard.Names)));
        return [.. result.Labels.ToArray().Select(label => (int)label)];
    }
}
