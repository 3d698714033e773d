using MaskClip.Graph;

namespace MaskClip.Towers;

/// <summary>A residual network without what comes behind its last map: CLIP's ModifiedResNet, ResNet-v1c, or the original ResNet.</summary>
/// <remarks>
/// An output stride below 32 turns the later strides into dilation with the same weights. For CLIP's average pools the result equals, away
/// from the border, evaluating every shift of the photo and weaving the maps together.
/// Immutable, so safe to use from several threads.
/// </remarks>
/// <param name="Kind">The network.</param>
/// <param name="Layers">Blocks in each of the four stages.</param>
/// <param name="Width">Channels inside the first stage's blocks, and of the stem.</param>
/// <param name="OutputStride">Input pixels per cell of the last map: 32, 16 or 8.</param>
public sealed record ResidualTrunk(BackboneKind Kind, IReadOnlyList<int> Layers, int Width, int OutputStride)
{
    /// <summary>A block's output channels by its planes.</summary>
    public int Expansion => HasBasicBlocks ? 1 : 4;

    private bool HasBasicBlocks => Kind is BackboneKind.Basic or BackboneKind.PlainBasic;

    // Where a 3x3 convolution loses its stride, all that follow it at its size are dilated; mmseg's ResNet-v1c leaves a basic block's
    // second one as it is.
    private bool DilatesSecond => Kind == BackboneKind.PlainBasic;

    private bool HasPlainStem => Kind is BackboneKind.PlainBasic or BackboneKind.PlainBottleneck;

    /// <summary>The residual blocks in order.</summary>
    public IEnumerable<ResidualBlock> Blocks()
    {
        int input = Width, stride = 4, dilation = 1;
        for (int stage = 0; stage < 4; stage++)
        {
            int planes = Width << stage, output = planes * Expansion;
            bool halves = stage > 0 && stride < OutputStride, dilates = stage > 0 && !halves;
            if (halves) stride *= 2;
            int former = dilation;
            if (dilates) dilation *= 2;
            for (int block = 0; block < Layers[stage]; block++)
            {
                bool first = block == 0;
                yield return new ResidualBlock(
                    $"layer{stage + 1}.{block}",
                    stage,
                    input,
                    planes,
                    output,
                    halves && first ? 2 : 1,
                    // The block that would have strided keeps the dilation before it (mmseg's contract_dilation).
                    first ? former : dilation,
                    first && (input != output || halves),
                    Kind == BackboneKind.Clip && first && stage > 0)
                {
                    SecondDilation = DilatesSecond ? dilation : 1,
                };
                input = output;
            }
        }
    }

    /// <summary>Lays out the weights, batch normalizations folded into the convolutions.</summary>
    internal void AddWeights(TowerWeights tower, string prefix)
    {
        AddStem(tower, prefix);
        bool basic = HasBasicBlocks;
        foreach (var block in Blocks())
        {
            var name = prefix + block.Name;
            tower.AddConvolution($"{name}.conv1", $"{name}.bn1", block.Planes, block.Input, basic ? 3 : 1);
            tower.AddConvolution($"{name}.conv2", $"{name}.bn2", block.Planes, block.Planes, 3);
            if (!basic) tower.AddConvolution($"{name}.conv3", $"{name}.bn3", block.Output, block.Planes, 1);
            if (block.Projects) tower.AddConvolution($"{name}.downsample.0", $"{name}.downsample.1", block.Output, block.Input, 1);
        }
    }

    /// <summary>Emits the network and returns the map of each of its four stages.</summary>
    internal OnnxValue[] Emit(Convolutions emit, string prefix, OnnxValue image)
    {
        var x = emit.ConvolveRelu($"{prefix}conv1", image, stride: 2);
        if (!HasPlainStem) x = emit.ConvolveRelu($"{prefix}conv3", emit.ConvolveRelu($"{prefix}conv2", x));
        x = Kind == BackboneKind.Clip ? emit.AveragePool(x) : emit.MaximumPool(x);
        var maps = new OnnxValue[4];
        foreach (var block in Blocks())
        {
            maps[block.Stage] = x = HasBasicBlocks
                ? Basic(emit, prefix + block.Name, block, x)
                : Bottleneck(emit, prefix + block.Name, block, x);
        }

        return maps;
    }

    private void AddStem(TowerWeights tower, string prefix)
    {
        if (HasPlainStem)
        {
            tower.AddConvolution($"{prefix}conv1", $"{prefix}bn1", Width, 3, 7);
            return;
        }

        tower.AddConvolution($"{prefix}conv1", $"{prefix}bn1", Width / 2, 3, 3);
        tower.AddConvolution($"{prefix}conv2", $"{prefix}bn2", Width / 2, Width / 2, 3);
        tower.AddConvolution($"{prefix}conv3", $"{prefix}bn3", Width, Width / 2, 3);
    }

    private static OnnxValue Basic(Convolutions emit, string name, ResidualBlock block, OnnxValue x)
    {
        var y = emit.ConvolveRelu($"{name}.conv1", x, block.Stride, block.Dilation);
        y = emit.Convolve($"{name}.conv2", y, dilation: block.SecondDilation);
        return emit.SumRelu($"{name}.conv2", y, block.Projects ? Shortcut(emit, name, block, x, y) : x);
    }

    // Of an odd side a 1x1 convolution keeps one position more than a kernel that is padded less at the end.
    private static OnnxValue Shortcut(Convolutions emit, string name, ResidualBlock block, OnnxValue x, OnnxValue main)
    {
        var shortcut = emit.Convolve($"{name}.downsample.0", x, block.Stride);
        return emit.PadsUnevenly && block.Stride > 1 ? emit.CropLike(shortcut, main) : shortcut;
    }

    private OnnxValue Bottleneck(Convolutions emit, string name, ResidualBlock block, OnnxValue x)
    {
        int stride = Kind == BackboneKind.Clip ? 1 : block.Stride;
        var y = emit.ConvolveRelu($"{name}.conv1", x);
        y = emit.ConvolveRelu($"{name}.conv2", y, stride, block.Dilation);
        y = emit.Convolve($"{name}.conv3", Pooled(emit, block, y, block.Planes));
        return emit.SumRelu(
            $"{name}.conv3", y, block.Projects ? emit.Convolve($"{name}.downsample.0", Pooled(emit, block, x, block.Input), stride) : x);
    }

    private static OnnxValue Pooled(Convolutions emit, ResidualBlock block, OnnxValue x, int channels)
    {
        if (!block.Pools) return x;
        return block.Stride == 2 ? emit.AveragePool(x) : emit.DilatedAverage(x, channels, block.Dilation);
    }
}
