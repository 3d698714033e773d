using MaskClip.Checkpoints;
using MaskClip.Towers;

namespace MaskClip.Families.Siglip;

/// <summary>What a SigLIP model's tensors show of its sizes.</summary>
/// <param name="path">The model, for messages.</param>
/// <param name="tensors">Its tensors under this library's names.</param>
internal sealed class SiglipSizes(string path, IReadOnlyDictionary<string, CheckpointTensor> tensors)
{
    /// <summary>Width of the image tower.</summary>
    public int Width => Shaped("visual.conv1.weight", 4)[0];

    /// <summary>Side of a patch, pixels.</summary>
    public int Patch => Shaped("visual.conv1.weight", 4)[2];

    /// <summary>Blocks of the image tower.</summary>
    public int Layers => TensorNames.CountBlocks(path, tensors, "visual.transformer.resblocks.");

    /// <summary>Width of the text tower.</summary>
    public int TextWidth => Shaped(TokenRows.Table, 2)[1];

    /// <summary>Rows of the token table.</summary>
    public int Tokens => Shaped(TokenRows.Table, 2)[0];

    /// <summary>Tokens of a text.</summary>
    public int ContextLength => Shaped("positional_embedding", 2)[0];

    /// <summary>Blocks of the text tower.</summary>
    public int TextLayers => TensorNames.CountBlocks(path, tensors, "transformer.resblocks.");

    /// <summary>Length of a text's vector.</summary>
    public int EmbeddingSize => Shaped("text_projection.weight", 2)[0];

    /// <summary>Width inside a tower's perceptrons.</summary>
    /// <param name="tower">What its tensors' names begin with: nothing, or <c>visual.</c>.</param>
    public int PerceptronWidth(string tower) => Shaped($"{tower}transformer.resblocks.0.mlp.c_fc.weight", 2)[0];

    private int Grid
    {
        get
        {
            int positions = Shaped("visual.positional_embedding", 2)[0], grid = (int)Math.Round(Math.Sqrt(positions));
            return grid * grid == positions
                ? grid
                : throw new CheckpointException(path, $"has {positions} rows; a square number is expected.", "visual.positional_embedding");
        }
    }

    /// <summary>Heads as the published models of a width have them, where no configuration says so.</summary>
    public static int UsualHeads(int width) => width is 1152 or 1536 ? 16 : Math.Max(1, width / 64);

    /// <summary>The image tower's transformer.</summary>
    /// <param name="heads">Its heads.</param>
    /// <param name="imageSizes">Side of the training images, as often as it is said.</param>
    /// <exception cref="CheckpointException">They do not fit the tensors.</exception>
    public VisionTransformerConfig Transformer(int heads, params IEnumerable<int?> imageSizes)
    {
        int[] sides = [.. imageSizes.OfType<int>()];
        foreach (int side in sides.Where(side => side / Patch != Grid))
        {
            throw new CheckpointException(
                path,
                $"its images have {side} pixels, which is {side / Patch} patches of {Patch} a side, and there are positions for {Grid}: " +
                $"the configuration is another model's.",
                "visual.positional_embedding");
        }

        Divides(Width, heads);
        return new VisionTransformerConfig(Width, heads, sides is [var first, ..] ? first : Grid * Patch, Width, Patch, Layers)
        {
            HasClassToken = false,
            HasPatchBias = true,
            HasPreNorm = false,
            HasProjection = false,
        };
    }

    /// <summary>The text tower.</summary>
    /// <param name="heads">Its heads.</param>
    /// <exception cref="CheckpointException">They do not fit the tensors.</exception>
    public SiglipTextConfig Text(int heads)
    {
        Divides(TextWidth, heads);
        return new(TextWidth, heads, TextLayers, ContextLength, Tokens, EmbeddingSize);
    }

    private void Divides(int width, int heads)
    {
        if (width % heads != 0)
        {
            throw new CheckpointException(
                path,
                $"a width of {width} does not divide into {heads} attention heads; give the model's own configuration beside its weights.");
        }
    }

    private IReadOnlyList<int> Shaped(string name, int rank)
    {
        if (!tensors.TryGetValue(name, out var tensor))
            throw new CheckpointException(path, "it is missing; the model is incomplete.", name);
        return tensor.Shape.Count == rank && tensor.Shape.All(size => size > 0)
            ? tensor.Shape
            : throw new CheckpointException(path, $"has shape {TensorShape.Text(tensor.Shape)}; {rank} positive sizes are expected.", name);
    }
}
