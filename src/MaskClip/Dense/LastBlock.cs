using MaskClip.Clip;

namespace MaskClip.Dense;

/// <summary>What a dense-feature method does to the last block of the image tower.</summary>
/// <param name="Name">The method's name as users write it.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="Attention">What the attention mixes. In a ResNet this is the pooling attention.</param>
/// <param name="Residual">Whether the block's input is added to the attention's output (ViT only).</param>
/// <param name="Mlp">Whether the block's MLP follows (ViT only).</param>
/// <param name="Positions">How the method's original code resizes position embeddings (ViT only).</param>
internal sealed record LastBlock(string Name, string Summary, LastAttention Attention, bool Residual, bool Mlp, PositionResize Positions)
{
    /// <summary>The paper's method: values through the output projection, residual and MLP kept (<c>vit.py</c> of the released code).</summary>
    public static LastBlock MaskClip { get; } =
        new("maskclip", "each position keeps its own value (MaskCLIP, ECCV 2022)", LastAttention.Identity, Residual: true, Mlp: true, PositionResize.Size);

    /// <summary>CLIP's own attention output for every position: the baseline that MaskCLIP improves on.</summary>
    public static LastBlock Clip { get; } =
        new("clip", "CLIP's attention output at every position (baseline)", LastAttention.QueryKey, Residual: true, Mlp: true, PositionResize.Size);

    /// <summary>Every method, in the order in which it is shown.</summary>
    public static IReadOnlyList<LastBlock> All { get; } = [MaskClip, Clip];

    /// <summary>Finds a method by name.</summary>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    public static LastBlock Parse(string name) =>
        All.FirstOrDefault(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"'{name}' is not a method; choose one of: {string.Join(", ", All.Select(method => method.Name))}.", nameof(name));
}
