using MaskClip.Training.Layers;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Towers;

/// <summary>A stack of blocks, the last of which is asked for what is needed of it only.</summary>
internal sealed class Transformer : Module
{
    [ComponentName(Name = "resblocks")]
    private readonly ModuleList<ResidualAttentionBlock> blocks;

    /// <summary>Creates the blocks.</summary>
    public Transformer(NetworkParts parts, TransformerShape shape)
        : base(nameof(Transformer))
    {
        blocks = ModuleList([.. Enumerable.Range(0, shape.Layers).Select(_ => new ResidualAttentionBlock(parts, shape))]);
        RegisterComponents();
    }

    /// <summary>The last block.</summary>
    public ResidualAttentionBlock Last => blocks[^1];

    /// <summary>
    /// Lets heads begin by looking at neighbors (<see cref="LocalAttention"/>), those of the last block, which gathers, everywhere
    /// equally.
    /// </summary>
    public void BeginLocally(int width, int heads)
    {
        using var scope = NewDisposeScope();
        for (int i = 0; i < blocks.Count - 1; i++) blocks[i].Begin(LocalAttention.QueriesAndKeys(width, heads, i));
        Last.Begin(zeros(width, width));
    }

    /// <summary>Runs the blocks before the last.</summary>
    /// <param name="x"><c>[n, tokens, width]</c>.</param>
    /// <param name="causal">Whether a token sees only itself and those before it.</param>
    public Tensor BeforeLast(Tensor x, bool causal)
    {
        for (int i = 0; i < blocks.Count - 1; i++) x = blocks[i].All(x, causal);
        return x;
    }
}
