
using MaskClip.Checkpoints;
using MaskClip.Text;
using MaskClip.Towers;

namespace MaskClip.Model;

/// <summary>Reads a model's architecture off the shapes of its tensors, and its conventions off the configuration beside them.</summary>
internal static class ClipConfigInference
{
    // Where the head width is not 64 and no configuration says so: open_clip's ViT-H/14, g/14, bigG/14 (model_configs/*.json).
    private static readonly Dictionary<int, int> HeadWidths = new() { [1280] = 80, [1408] = 88, [1664] = 104 };

    /// <summary>Infers the configuration.</summary>
    /// <exception cref="CheckpointException">The tensors are not those of a CLIP model.</exception>
    public static ClipConfig Infer(Checkpoint checkpoint)
    {
        var hints = checkpoint.Hints;
        var warnings = new List<string>();
        var image = Image(checkpoint);
        var text = Text(checkpoint);
        if (image is null && text is null)
        {
            throw new CheckpointException(checkpoint.Path, "holds no CLIP model: neither 'visual.conv1.weight' nor 'token_embedding.weight' is in it. Give an OpenAI, open_clip or Hugging Face CLIP checkpoint.");
        }

        var activation = Activation.QuickGelu;
        if (hints.Activation is { } said)
        {
            activation = said switch
            {
                "quick_gelu" => Activation.QuickGelu,
                "gelu" => Activation.Gelu,
                _ => throw new CheckpointException(checkpoint.Path, $"its configuration names the activation '{said}'; 'quick_gelu' and 'gelu' are known."),
            };
        }
        else if (!checkpoint.IsOpenAI)
        {
            warnings.Add("No configuration says which activation these weights were trained with: taking QuickGELU, as OpenAI's. If they are open_clip's (LAION, DataComp, ...), give the activation 'gelu'.");
        }

        return new ClipConfig(
            image,
            text,
            activation,
            hints.LayerNormEpsilon ?? 1e-5f,
            hints.Mean ?? ClipConfig.ClipMean,
            hints.Std ?? ClipConfig.ClipStd,
            warnings);
    }

    private static ImageTowerConfig? Image(Checkpoint checkpoint)
    {
        if (!checkpoint.Tensors.TryGetValue("visual.conv1.weight", out var patches)) return null;
        Rank(checkpoint, patches, 4);
        return checkpoint.Tensors.ContainsKey("visual.layer1.0.conv1.weight") ? ResNet(checkpoint) : Transformer(checkpoint, patches);
    }

    private static VisionTransformerConfig Transformer(Checkpoint checkpoint, CheckpointTensor patches)
    {
        int width = patches.Shape[0], patch = patches.Shape[2];
        int grid = Side(checkpoint, "visual.positional_embedding");
        var projection = checkpoint.Require("visual.proj");
        Rank(checkpoint, projection, 2);
        int layers = Count(checkpoint, "visual.transformer.resblocks.", ".attn.in_proj_weight");
        return new VisionTransformerConfig(width, Heads(checkpoint, width, checkpoint.Hints.VisionHeads), grid * patch, projection.Shape[1], patch, layers);
    }

    private static ModifiedResNetConfig ResNet(Checkpoint checkpoint)
    {
        var layers = new int[4];
        for (int stage = 0; stage < 4; stage++) layers[stage] = Count(checkpoint, $"visual.layer{stage + 1}.", ".conv1.weight");
        var values = checkpoint.Require("visual.attnpool.v_proj.weight");
        var output = checkpoint.Require("visual.attnpool.c_proj.weight");
        Rank(checkpoint, values, 2);
        Rank(checkpoint, output, 2);
        int width = values.Shape[0];
        int grid = Side(checkpoint, "visual.attnpool.positional_embedding");
        return new ModifiedResNetConfig(width, checkpoint.Hints.VisionHeads ?? Math.Max(1, width / 64), grid * 32, output.Shape[0], layers);
    }

    private static TextTowerConfig? Text(Checkpoint checkpoint)
    {
        if (!checkpoint.Tensors.TryGetValue(TokenRows.Table, out var tokens)) return null;
        Rank(checkpoint, tokens, 2);
        var positions = checkpoint.Require("positional_embedding");
        var projection = checkpoint.Require("text_projection");
        Rank(checkpoint, positions, 2);
        Rank(checkpoint, projection, 2);
        int width = tokens.Shape[1];
        int layers = Count(checkpoint, "transformer.resblocks.", ".attn.in_proj_weight");
        // Hugging Face's own rule: the number 2 stands for "the highest token", any other for itself (CLIPTextTransformer).
        int? end = checkpoint.Hints.EndOfTextToken is { } token and not 2 ? token : null;
        var kept = TokenRows.Kept(checkpoint, ClipTokenizer.VocabularySize);
        int vocabulary = kept is null ? tokens.Shape[0] : ClipTokenizer.VocabularySize;
        return new TextTowerConfig(width, Heads(checkpoint, width, checkpoint.Hints.TextHeads, text: true), layers, positions.Shape[0], vocabulary, projection.Shape[1], end)
        {
            KeptTokens = kept,
        };
    }

    private static int Heads(Checkpoint checkpoint, int width, int? said, bool text = false)
    {
        int? headWidth = text ? null : checkpoint.Hints.VisionHeadWidth ?? (HeadWidths.TryGetValue(width, out int known) ? known : null);
        int heads = said ?? width / (headWidth ?? 64);
        if (heads < 1 || width % heads != 0)
        {
            throw new CheckpointException(checkpoint.Path, $"a width of {width} does not divide into {heads} attention heads; give the model's configuration file beside its weights.");
        }

        return heads;
    }

    /// <summary>Number of consecutive blocks 0, 1, 2, ... that have a tensor of a given name.</summary>
    private static int Count(Checkpoint checkpoint, string prefix, string suffix)
    {
        int count = 0;
        while (checkpoint.Tensors.ContainsKey($"{prefix}{count}{suffix}")) count++;
        return count > 0 ? count : throw new CheckpointException(checkpoint.Path, "is missing; the model is incomplete.", $"{prefix}0{suffix}");
    }

    private static int Side(Checkpoint checkpoint, string tensor)
    {
        var positions = checkpoint.Require(tensor);
        Rank(checkpoint, positions, 2);
        int side = (int)Math.Round(Math.Sqrt(positions.Shape[0] - 1));
        return side * side == positions.Shape[0] - 1
            ? side
            : throw new CheckpointException(checkpoint.Path, $"has {positions.Shape[0]} rows; one more than a square number is expected.", tensor);
    }

    private static void Rank(Checkpoint checkpoint, CheckpointTensor tensor, int rank)
    {
        if (tensor.Shape.Count != rank || tensor.Shape.Any(size => size < 1))
        {
            throw new CheckpointException(checkpoint.Path, $"has shape [{string.Join(", ", tensor.Shape)}]; {rank} positive sizes are expected.", tensor.Name);
        }
    }
}
