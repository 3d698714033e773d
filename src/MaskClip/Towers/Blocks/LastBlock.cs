using System.IO.Hashing;
using System.Text;
using MaskClip.Graph;
using MaskClip.Towers;
using MaskClip.Towers.Blocks;

namespace MaskClip;

/// <summary>What a dense method does in the last block of the image tower: a description, from which the library emits the graph.</summary>
/// <remarks>
/// A method is composed of the blocks that there are (<see cref="AttentionBlock"/>, <see cref="SelfSelfPath"/>,
/// <see cref="SelfCalibration"/>, <see cref="FeaturePurification"/>, <see cref="ProcrustesAttention"/>). No other can be derived outside
/// this library: a block emits its own graph operations, and that contract is not public. Immutable: safe to share between threads.
/// </remarks>
public abstract record LastBlock
{
    // Graphs are kept under a description's id. Raise this when the same description is emitted otherwise than before.
    private const int Emission = 2;

    /// <summary>Creates a description.</summary>
    private protected LastBlock(string name) => Name = name;

    /// <summary>The method's name as users write it: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; capitals do not matter.</summary>
    public string Name { get; init; }

    /// <summary>How the method's original code resizes position embeddings to the photo's grid; it shows in every number.</summary>
    /// <value>The default value is <see cref="PositionResize.ScaleFactor"/>, as in SCLIP and its successors.</value>
    public PositionResize Positions { get; init; } = PositionResize.ScaleFactor;

    /// <summary>What is done to a vision transformer's keys, where they are wanted.</summary>
    /// <value>The default value is <see cref="KeyProjection.Output"/>, as in the released code.</value>
    public KeyProjection Keys { get; init; }

    /// <summary>What the method does to the pooling attention of CLIP's ResNets.</summary>
    /// <value>The default value is <see langword="null"/>: it has no meaning there, and loading such a model with it is refused.</value>
    public PoolingAttention? Pooling { get; init; }

    /// <summary>What the method does with the positions of a ResNet without attention, as the model package <c>photo</c> has one.</summary>
    /// <value>The default value is <see langword="null"/>: it has no meaning there, and loading such a model with it is refused.</value>
    public PositionMixing? Mixing { get; init; }

    /// <summary>
    /// Whether the last block runs a second time once names are known. Features then depend on names, and one graph alone cannot be
    /// exported.
    /// </summary>
    public bool NeedsSecondPass => SecondPass is not null;

    /// <summary>
    /// What is computed, as a formula that shows every parameter but <see cref="Positions"/>, <see cref="Keys"/>,
    /// <see cref="Pooling"/> and <see cref="Mixing"/>. Graphs are cached by it.
    /// </summary>
    public abstract string Formula { get; }

    /// <summary>
    /// Whether all it needs is the last block, looked at once: then it has a meaning for every transformer, whatever is before its patches.
    /// </summary>
    internal virtual bool IsLastBlocksOwn => false;

    /// <summary>
    /// Whether it has a meaning for a head in which one learned query pools a transformer's tokens (SigLIP): what it does to the pooling
    /// attention of a ResNet, where that has no positions of its own.
    /// </summary>
    internal virtual bool HasPoolingHead => false;

    /// <summary>σ of the neighbor bias that the graph takes as an input, if it takes one.</summary>
    internal virtual double? NeighborSigma => null;

    /// <summary>What the second pass needs, where there is one.</summary>
    internal virtual SecondPass? SecondPass => null;

    /// <summary>A file name part under which graphs of this description, and of no other, are kept.</summary>
    public string Id =>
        $"{Name}-" + Convert.ToHexStringLower(XxHash3.Hash(Encoding.UTF8.GetBytes(
            $"{Emission}\n{Formula}\n{Positions}\n{Pooling}\n{Mixing?.Formula}" +
            (Keys == KeyProjection.Output ? "" : $"\n{Keys}"))));

    /// <summary>
    /// Emits the block of a transformer: dense tokens <c>[n, h·w, width]</c>, before the last layer normalization and the projection.
    /// </summary>
    internal abstract OnnxValue Emit(VisionTrunk trunk);

    /// <summary>Adds what is out of range.</summary>
    internal virtual void Validate(List<string> errors)
    {
        OptionsException.CheckDefined(errors, "resizing of position embeddings", Positions);
        OptionsException.CheckDefined(errors, "projection of keys", Keys);
        if (Pooling is { } pooling) OptionsException.CheckDefined(errors, "pooling attention", pooling);
        Mixing?.Validate(errors);
    }
}
