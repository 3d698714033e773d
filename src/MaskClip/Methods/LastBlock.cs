using System.IO.Hashing;
using System.Text;
using MaskClip.Clip;

namespace MaskClip.Dense;

/// <summary>What a dense-feature method does in the last block of the image tower: a description, from which the graph is emitted.</summary>
/// <param name="Name">The method's name as users write it.</param>
internal abstract record LastBlock(string Name)
{
    // Graphs are kept under a description's id. Raise this when the same description is emitted otherwise than before.
    private const int Emission = 2;

    /// <summary>The paper's method.</summary>
    public static LastBlock MaskClip => Parse("maskclip");

    /// <summary>CLIP's own attention output for every position: the baseline that MaskCLIP improves on.</summary>
    public static LastBlock Clip => Parse("clip");

    /// <summary>How the method's original code resizes position embeddings.</summary>
    public PositionResize Positions { get; init; } = PositionResize.ScaleFactor;

    /// <summary>What it does to a ResNet's pooling attention; <see langword="null"/> where it has no meaning for a ResNet.</summary>
    public PoolingAttention? Pooling { get; init; }

    /// <summary>What it does with the positions of a ResNet without attention; <see langword="null"/> where it has no meaning for one.</summary>
    public PositionMixing? Mixing { get; init; }

    /// <summary>σ of the neighbour bias that the graph takes as an input, if it takes one.</summary>
    public virtual double? NeighbourSigma => null;

    /// <summary>What is computed, as a formula that shows every parameter but <see cref="Positions"/>, <see cref="Pooling"/> and <see cref="Mixing"/>.</summary>
    public abstract string Formula { get; }

    /// <summary>A file name part under which graphs of this description, and of no other, are kept.</summary>
    public string Id => $"{Name}-{Convert.ToHexStringLower(XxHash3.Hash(Encoding.UTF8.GetBytes($"{Emission}\n{Formula}\n{Positions}\n{Pooling}\n{Mixing}")))}";

    /// <summary>Finds a method by name, with settings of its own where wanted: <c>naclip</c>, <c>naclip:sigma=7,mlp=on</c>.</summary>
    /// <exception cref="ArgumentException">There is no such method or setting, or a value is not allowed.</exception>
    public static LastBlock Parse(string text) => DenseMethods.Parse(text);

    /// <summary>Emits the block of a transformer: dense tokens <c>[n, h·w, width]</c>, before the last layer normalisation and the projection.</summary>
    public abstract string Emit(VisionTrunk trunk);
}
