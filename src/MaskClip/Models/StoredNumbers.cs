using MaskClip.Labels;
using MaskClip.Towers;

namespace MaskClip.Models;

/// <summary>How many numbers a CLIP checkpoint holds, from its architecture; by how OpenAI stores them (16 or 32 bits).</summary>
/// <remarks>
/// Layers: openai/CLIP clip/model.py. Its <c>convert_weights</c> halves convolutions, linear layers and projections and leaves
/// norms and embeddings alone. Running statistics of batch norms (less than 0.1 %) are not counted.
/// </remarks>
internal readonly record struct StoredNumbers(long Half, long Single)
{
    public long Parameters => Half + Single;

    public long Bytes => (2 * Half) + (4 * Single);

    public static StoredNumbers operator +(StoredNumbers a, StoredNumbers b) => new(a.Half + b.Half, a.Single + b.Single);

    /// <summary>A text tower, and the logit scale.</summary>
    public static StoredNumbers Text(long width, long embedding, long layers = 12, long vocabulary = 49408, long context = 77) =>
        Blocks(width, layers) + new StoredNumbers(width * embedding, ((vocabulary + context + 2) * width) + 1);

    /// <summary>A vision transformer.</summary>
    public static StoredNumbers VisionTransformer(long width, long layers, long patch, long resolution, long embedding)
    {
        var positions = (resolution / patch * (resolution / patch)) + 1;
        return Blocks(width, layers) + new StoredNumbers((3 * patch * patch * width) + (width * embedding), (positions + 5) * width);
    }

    /// <summary>A modified ResNet: three stem convolutions, four stages of bottlenecks, attention pooling.</summary>
    public static StoredNumbers ResNet(long width, IReadOnlyList<int> blocks, long resolution, long embedding)
    {
        var stem = width / 2;
        var half = (27 * stem) + (9 * stem * stem) + (9 * stem * width);
        var single = (4 * stem) + (2 * width);
        var channels = width;
        for (var stage = 0; stage < blocks.Count; stage++)
        {
            var inner = width << stage;
            var outer = 4 * inner;
            half += channels * outer;
            single += 2 * outer;
            for (var block = 0; block < blocks[stage]; block++)
            {
                half += (channels * inner) + (9 * inner * inner) + (inner * outer);
                single += (4 * inner) + (2 * outer);
                channels = outer;
            }
        }

        var positions = (resolution / 32 * (resolution / 32)) + 1;
        return new StoredNumbers(half + (3 * channels * (channels + 1)) + ((channels + 1) * embedding), single + (positions * channels));
    }

    /// <summary>Residual attention blocks: attention 4 width² + 4 width, MLP 8 width² + 5 width, two layer norms.</summary>
    private static StoredNumbers Blocks(long width, long layers) => new(layers * ((12 * width * width) + (9 * width)), layers * 4 * width);
}
