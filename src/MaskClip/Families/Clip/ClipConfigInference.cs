using MaskClip.Checkpoints;
using MaskClip.Model;
using MaskClip.Text;
using MaskClip.Towers;

namespace MaskClip.Families.Clip;

/// <summary>Reads a model's architecture off the shapes of its tensors, and its conventions off the configuration beside them.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class ClipConfigInference
{
    /// <summary>The warning that the activation is a guess.</summary>
    internal const string ActivationGuess =
        "No configuration says which activation these weights were trained with: taking QuickGELU, as OpenAI's. If they are open_clip's " +
        "(LAION, DataComp, ...), give the activation 'gelu'.";

    private const float DefaultEpsilon = 1e-5f; // PyTorch's

    // Where the head width is not 64 and no configuration says so: open_clip's ViT-H/14, g/14, bigG/14, e/14 (model_configs/*.json).
    private static readonly Dictionary<int, int> HeadWidths = new() { [1280] = 80, [1408] = 88, [1664] = 104, [1792] = 112 };

    /// <summary>Infers the configuration of a checkpoint all of whose tensors and settings are understood.</summary>
    /// <exception cref="CheckpointException">
    /// The tensors are not those of a CLIP model, or something of it would not be computed: a tensor, a field of the configuration.
    /// </exception>
    public static ClipConfig Infer(Checkpoint checkpoint)
    {
        var hints = checkpoint.Hints;
        OtherFamilies.Refuse(checkpoint);
        var (image, text) = (Image(checkpoint), Text(checkpoint));
        if (image is null && text is null)
        {
            throw new CheckpointException(
                checkpoint.Path,
                $"holds no CLIP model: neither 'visual.conv1.weight' nor 'token_embedding.weight' is in it, but " +
                $"{MissingTensor.Describe([.. checkpoint.Tensors.Keys])}. " +
                "Give an OpenAI, open_clip or Hugging Face CLIP checkpoint.");
        }

        TensorAgreement.Check(checkpoint, image, text);
        TensorAccount.Check(checkpoint, image, text);
        var (activation, origin) = (ActivationOf(hints.Activation), hints.ActivationOrigin);
        var warnings = new List<string>();
        if (activation is null && !checkpoint.IsOpenAI)
        {
            origin = "a guess: no configuration says it";
            warnings.Add(ActivationGuess);
        }

        if (checkpoint.Around.Count > 0)
        {
            warnings.Add(
                $"The CLIP lies under '{checkpoint.Prefix}' in a larger model, whose other tensors are left out: " +
                $"{Parts(checkpoint.Around)}.");
        }
        float epsilon = hints.LayerNormEpsilon ?? DefaultEpsilon;
        return new ClipConfig(
            image,
            text,
            activation ?? Activation.QuickGelu,
            epsilon,
            hints.Mean ?? ClipConfig.ClipMean,
            hints.Std ?? ClipConfig.ClipStd,
            warnings)
        {
            TextActivation = ActivationOf(hints.TextActivation) ?? activation ?? Activation.QuickGelu,
            TextEpsilon = hints.TextLayerNormEpsilon ?? epsilon,
            ActivationOrigin = origin
                ?? (checkpoint.IsOpenAI ? "OpenAI's archives all have it" : $"its header, {System.IO.Path.GetFileName(hints.Source)}"),
        };

        Activation? ActivationOf(string? said) => said switch
        {
            null => null,
            "quick_gelu" => Activation.QuickGelu,
            "gelu" => Activation.Gelu,
            "gelu_tanh" => Activation.TanhGelu,
            _ => throw new CheckpointException(
                checkpoint.Path, $"its configuration names the activation '{said}'; 'quick_gelu', 'gelu' and 'gelu_tanh' are known."),
        };
    }

    private static string Parts(IEnumerable<string> names) =>
        string.Join(
            ", ",
            names.GroupBy(name => name.Split('.')[0], StringComparer.Ordinal)
                .Select(part => part.Count() == 1 ? part.Single() : $"{part.Key} ({part.Count()} tensors)"));

    private static ImageTowerConfig? Image(Checkpoint checkpoint)
    {
        if (!checkpoint.Tensors.TryGetValue("visual.conv1.weight", out var patches)) return null;
        Rank(patches, 4);
        return checkpoint.Tensors.ContainsKey("visual.layer1.0.conv1.weight") ? ResNet(checkpoint) : Transformer(checkpoint, patches);
    }

    private static VisionTransformerConfig Transformer(Checkpoint checkpoint, CheckpointTensor patches)
    {
        int width = patches.Shape[0], patch = patches.Shape[2];
        int grid = Side(checkpoint, "visual.positional_embedding");
        var projection = checkpoint.Require("visual.proj");
        Rank(projection, 2);
        int layers = NumberedBlocks.Count(checkpoint, "visual.transformer.resblocks.", ".attn.in_proj_weight");
        int headWidth = checkpoint.Hints.VisionHeadWidth ?? HeadWidths.GetValueOrDefault(width, 64);
        int heads = Heads(checkpoint, width, checkpoint.Hints.VisionHeads ?? width / headWidth);
        return new VisionTransformerConfig(width, heads, grid * patch, projection.Shape[1], patch, layers);
    }

    private static ModifiedResNetConfig ResNet(Checkpoint checkpoint)
    {
        var layers = new int[4];
        for (int stage = 0; stage < 4; stage++)
            layers[stage] = NumberedBlocks.Count(checkpoint, $"visual.layer{stage + 1}.", ".conv1.weight");
        var values = checkpoint.Require("visual.attnpool.v_proj.weight");
        var output = checkpoint.Require("visual.attnpool.c_proj.weight");
        Rank(values, 2);
        Rank(output, 2);
        int width = values.Shape[0];
        int grid = Side(checkpoint, "visual.attnpool.positional_embedding");
        int heads = Heads(checkpoint, width, checkpoint.Hints.VisionHeads ?? Math.Max(1, width / (checkpoint.Hints.VisionHeadWidth ?? 64)));
        return new ModifiedResNetConfig(width, heads, grid * ModifiedResNetConfig.TrainedStride, output.Shape[0], layers);
    }

    private static TextTowerConfig? Text(Checkpoint checkpoint)
    {
        if (!checkpoint.Tensors.TryGetValue(TokenRows.Table, out var tokens)) return null;
        Rank(tokens, 2);
        var hints = checkpoint.Hints;
        var positions = checkpoint.Require("positional_embedding");
        var projection = checkpoint.Require("text_projection");
        Rank(positions, 2);
        Rank(projection, 2);
        int width = tokens.Shape[1];
        int layers = NumberedBlocks.Count(checkpoint, "transformer.resblocks.", ".attn.in_proj_weight");
        // Hugging Face's own rule: the number 2 stands for "the highest token", any other for itself (CLIPTextTransformer); open_clip's eos
        // is itself.
        int? end = hints.EndOfTextToken is { } token && (hints.TextPool == "eos" || token != 2) ? token : null;
        var kept = TokenRows.Kept(checkpoint, ClipTokenizer.VocabularySize);
        int vocabulary = kept is null ? tokens.Shape[0] : ClipTokenizer.VocabularySize;
        int heads = Heads(checkpoint, width, hints.TextHeads ?? width / 64);
        return new TextTowerConfig(width, heads, layers, positions.Shape[0], vocabulary, projection.Shape[1], end)
        {
            KeptTokens = kept,
            Place = hints.TextPool switch
            {
                "first" => TextPlace.First,
                "last" => TextPlace.Last,
                _ => TextPlace.End,
            },
            IsCausal = !hints.NoCausalMask,
            HasProjectionBias = hints.TextProjectionBias || checkpoint.Tensors.ContainsKey(TextTransformer.ProjectionBias),
        };
    }

    private static int Heads(Checkpoint checkpoint, int width, int heads) => heads >= 1 && width % heads == 0
        ? heads
        : throw new CheckpointException(
            checkpoint.Path,
            $"a width of {width} does not divide into {heads} attention heads; give the model's configuration file beside its weights.");

    private static int Side(Checkpoint checkpoint, string tensor)
    {
        var positions = checkpoint.Require(tensor);
        Rank(positions, 2);
        int side = (int)Math.Round(Math.Sqrt(positions.Shape[0] - 1));
        return side > 0 && side * side == positions.Shape[0] - 1
            ? side
            : throw new CheckpointException(
                positions.Path, $"has {positions.Shape[0]} rows; one more than a square number is expected.", positions.StoredName);
    }

    private static void Rank(CheckpointTensor tensor, int rank)
    {
        if (tensor.Shape.Count != rank || tensor.Shape.Any(size => size < 1))
        {
            throw new CheckpointException(
                tensor.Path, $"has shape {TensorShape.Text(tensor.Shape)}; {rank} positive sizes are expected.", tensor.StoredName);
        }
    }

    /// <summary>What the trained model multiplies cosines by before its softmax: <c>exp(logit_scale)</c>.</summary>
    /// <param name="checkpoint">The model.</param>
    public static float LogitScale(Checkpoint checkpoint) => ClipModel.LogitScaleOf(checkpoint);
}
