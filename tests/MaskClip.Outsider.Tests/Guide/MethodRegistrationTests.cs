namespace MaskClip.Outsider.Tests.Guide;

/// <summary>What can be registered as a method, what is refused, and that all errors are in one message.</summary>
public class MethodRegistrationTests
{
    private static readonly AttentionTerm Keys = new(Similarities.KeyKey);

    public static TheoryData<LastBlock, string> Wrong => new()
    {
        { new AttentionBlock("a b", Keys), "its name is 'a b'" },
        { new AttentionBlock("a:b", Keys), "its name is 'a:b'" },
        { new AttentionBlock("1a", Keys), "its name is '1a'" },
        { new AttentionBlock("wrong"), "the attention has no term" },
        { new AttentionBlock("wrong", new AttentionTerm(Similarities.None)), "neither a similarity nor a neighbor bias" },
        { new AttentionBlock("wrong", new AttentionTerm(Similarities.Identity | Similarities.KeyKey)), "the identity stands alone" },
        { new AttentionBlock("wrong", new AttentionTerm(Similarities.Identity, Neighbors: new NeighborBias(5))), "the identity stands alone" },
        { new AttentionBlock("wrong", new AttentionTerm((Similarities)64)), "has the similarities 64" },
        { new AttentionBlock("wrong", new AttentionTerm(Similarities.KeyKey, Scale: double.NaN)), "a term's scale is NaN" },
        { new AttentionBlock("wrong", new AttentionTerm(Similarities.KeyKey, Scale: 0)), "a term's scale is 0" },
        { new AttentionBlock("wrong", Keys with { Neighbors = new NeighborBias(0) }), "σ of the neighbor bias is 0; 0.1 to 1000 is allowed" },
        { new AttentionBlock("wrong", Keys with { Neighbors = new(3) }, Keys with { Neighbors = new(5) }), "different neighbor biases" },
        { new AttentionBlock("wrong", Keys) { Earlier = new([], [Keys], 0.5) }, "the earlier blocks are []" },
        { new AttentionBlock("wrong", Keys) { Earlier = new([0], [Keys], 0.5) }, "the earlier blocks are [0]" },
        { new AttentionBlock("wrong", Keys) { Earlier = new([3, 3], [Keys], 0.5) }, "the earlier blocks are [3, 3]" },
        { new AttentionBlock("wrong", Keys) { Earlier = new([3], [], 0.5) }, "nothing is read in the earlier blocks" },
        { new AttentionBlock("wrong", Keys) { Earlier = new([3], [new(Similarities.Identity)], 0.5) }, "the identity is read in earlier blocks" },
        { new AttentionBlock("wrong", Keys) { Earlier = new([3], [Keys], 1.5) }, "the earlier blocks' share is 1.5; 0 to 1 is allowed" },
        { new AttentionBlock("wrong", Keys) { Feedback = new(0.5, 101, 0.1) }, "the feedback's gain is 101; 0 to 100 is allowed" },
        { new AttentionBlock("wrong", new AttentionTerm(Similarities.Identity)) { Feedback = new(0.5, 1, 0.1) }, "no attention that it could change" },
        { new AttentionBlock("wrong", Keys) { Positions = (PositionResize)9 }, "the resizing of position embeddings is 9" },
        { new AttentionBlock("wrong", Keys) { Pooling = (PoolingAttention)9 }, "the pooling attention is 9" },
        { new AttentionBlock("wrong", Keys) { Mixing = new SimilarPositions(Width: 0) }, "the width of similar positions is 0" },
        { new SelfSelfPath("wrong", Similarities.QueryKey), "the similarities of the second path are QueryKey" },
        { new SelfSelfPath("wrong", Similarities.KeyKey) { Blocks = 0 }, "the number of last blocks is 0" },
        { new SelfSelfPath("wrong", Similarities.KeyKey) { Clustering = 11 }, "the number of clustering steps is 11" },
        { new SelfCalibration("wrong") { AggregatedBlock = 11 }, "the block that is aggregated by is 11; 1 to 10 is allowed" },
        { new SelfCalibration("wrong") { MinSimilarity = 2 }, "the minimum similarity is 2" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Register_BlockOutOfRange_IsRefusedByName(LastBlock block, string message)
    {
        var error = Assert.Throws<OptionsException>(() => DenseMethods.Register(Of(block)));

        Assert.Contains(message, error.Message);
        Assert.DoesNotContain(block.Name, Segmenter.Methods);
    }

    [Fact]
    public void Register_SeveralErrors_AreInOneMessage()
    {
        var error = Assert.Throws<OptionsException>(() => DenseMethods.Register(new DenseMethod
        {
            Block = new AttentionBlock("several", new AttentionTerm(Similarities.KeyKey, Scale: 2000)) { Earlier = new([3], [Keys], 7) },
            Summary = "",
            Options =
            [
                MethodOption.Number<SelfCalibration>("other-block", "of another block", 0, 1, block => block.Sharpness, (block, value) => block with { Sharpness = value }),
                MethodOption.Number<AttentionBlock>("narrow", "does not take its own value back", 0, 1, block => block.Terms[0].Scale, (block, _) => block),
                MethodOption.Switch<AttentionBlock>("positions", "a name that is taken", block => block.Mlp, (block, on) => block with { Mlp = on }),
            ],
        }));

        Assert.StartsWith("The method 'several' cannot be registered: ", error.Message);
        string[] parts = ["its summary is missing", "scale is 2000", "share is 7", "'other-block' does not go with the block", "'narrow' is '2000'", "two options named 'positions'"];
        Assert.All(parts, part => Assert.Contains(part, error.Message));
    }

    [Fact]
    public void Register_EqualAgain_IsFine_OtherIsRefused()
    {
        DenseMethods.Register(Of(new AttentionBlock("again", Keys)));
        var first = DenseMethods.Find("again");
        DenseMethods.Register(Of(new AttentionBlock("again", [new AttentionTerm(Similarities.KeyKey)])));

        Assert.Same(first, DenseMethods.Find("again"));
        foreach (var other in new[]
        {
            Of(new AttentionBlock("AGAIN", Keys) { Mlp = true }),
            Of(new AttentionBlock("again", Keys) { Mixing = new OwnPosition() }),
            Of(new AttentionBlock("again", Keys)) with { Summary = "something else" },
            Of(new AttentionBlock("again", Keys)) with { Options = MethodOption.ResidualAndMlp },
            Of(new AttentionBlock("naclip", Keys)),
        })
        {
            var error = Assert.Throws<OptionsException>(() => DenseMethods.Register(other));
            Assert.Contains($"There is another method '{other.Name.ToLowerInvariant()}' already", error.Message);
        }

        Assert.Same(first, DenseMethods.Find("again"));
    }

    [Fact]
    public void Register_FromManyThreads_LosesNone()
    {
        const int Methods = 64;
        Parallel.For(0, 4 * Methods, i =>
        {
            DenseMethods.Register(Of(new AttentionBlock($"thread-{i % Methods}", new AttentionTerm(Similarities.KeyKey, Scale: 1 + i % Methods))));
            Assert.Contains($"thread-{i % Methods}", Segmenter.Methods);
        });

        Assert.Equal(Methods, Segmenter.Methods.Count(name => name.StartsWith("thread-", StringComparison.Ordinal)));
        Assert.Equal(Segmenter.Methods.Count, Segmenter.Methods.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Blocks_SaidTwice_AreEqual_AndKeepWhatTheyWereGiven()
    {
        AttentionTerm[] terms = [Keys];
        int[] numbers = [3, 4];
        var block = new AttentionBlock("equal", terms) { Earlier = new(numbers, terms, 0.5) };
        var formula = block.Formula;
        (terms[0], numbers[0]) = (new AttentionTerm(Similarities.QueryQuery), 5);

        Assert.Equal(formula, block.Formula);
        Assert.Equal(new AttentionBlock("equal", Keys) { Earlier = new([3, 4], [Keys], 0.5) }, block);
        Assert.NotEqual(new AttentionBlock("equal", Keys) { Earlier = new([3, 5], [Keys], 0.5) }, block);
    }

    [Fact]
    public void PublishedResults_WrongNumber_SaysWhichAreNeeded() =>
        Assert.Contains("There are 2 results; one for each of VOC21", Assert.Throws<ArgumentException>(() => new PublishedResults("ViT-B/16", "a table", 1, 2)).Message);

    private static DenseMethod Of(LastBlock block) => new() { Block = block, Summary = "what a test made up" };
}
