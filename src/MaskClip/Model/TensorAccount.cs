using MaskClip.Checkpoints;
using MaskClip.Graph;
using MaskClip.Towers;

namespace MaskClip.Model;

/// <summary>
/// Accounts for every tensor of a CLIP checkpoint: it is one that the towers are laid out from, or one that is known to change nothing, or
/// the model is refused. What is left out without a word would be another model.
/// </summary>
internal static class TensorAccount
{
    private const int MaxNamed = 5;
    private const string Scale = "logit_scale";
    private const string AttentionMask = "attn_mask";

    // A star stands for anything.
    private static readonly (string Name, string Reason)[] Harmless =
    [
        ("logit_bias", "added to all scores alike"),
        (AttentionMask, "the causal mask, which is made here"),
        ("*.num_batches_tracked", "counts the steps of training"),
        ("n_averaged", "counts the models that an average was made of"),
        ("*mask_token", "stands for patches that are hidden while it trains"),
        ("text_decoder.*", "writes captions; CoCa's"),
        ("multimodal.*", "writes captions; CoCa's"),
    ];

    // Parts of the names of what people put into CLIPs, so that a message can say what it is.
    private static readonly (string Part, string Meaning)[] Additions =
    [
        ("positional_embedding_res", "a second table of positions, as in Long-CLIP"),
        ("position_embedding_res", "a second table of positions, as in FG-CLIP"),
        ("lora_", "LoRA: merge it into the weights first"),
        (".ls_1.", "LayerScale"),
        (".ls_2.", "LayerScale"),
        (".layer_scale", "LayerScale"),
        (".SCB", "scales of quantized weights"),
        ("absmax", "scales of quantized weights"),
        ("weight_scale", "scales of quantized weights"),
        ("ln_q.", "normalized queries"),
        ("ln_k.", "normalized keys"),
    ];

    // A tensor in one of these belongs to a tower, whatever it is.
    private static readonly string[] Towers =
        [
            "visual.",
            "transformer.",
            "text.",
            "token_embedding",
            "positional_embedding",
            "ln_final",
            "text_projection",
            "vision_model.",
            "text_model.",
            "visual_projection",
        ];

    /// <summary>The tensors that are passed over, with the reason.</summary>
    public static IEnumerable<(string Name, string Reason)> PassedOver(Checkpoint checkpoint) =>
        from tensor in checkpoint.Tensors.Values
        let reason = ReasonOf(tensor)
        where reason is not null
        select (tensor.StoredName, reason);

    /// <summary>
    /// Checks that every tensor is accounted for, and that those that are used have the shapes and types that they must have.
    /// </summary>
    /// <exception cref="CheckpointException">A tensor is missing, does not fit, or would be left out.</exception>
    public static void Check(Checkpoint checkpoint, ImageTowerConfig? image, TextTowerConfig? text)
    {
        var used = Used(checkpoint, image, text);
        CheckMask(checkpoint, text);
        CheckpointTensor[] left =
        [
            .. checkpoint.Tensors.Values.Where(tensor => !used.Contains(tensor.Name) && ReasonOf(tensor) is null),
        ];
        if (left.Length == 0) return;
        var first = left[0];
        var meaning = Array.Find(Additions, addition => first.StoredName.Contains(addition.Part, StringComparison.Ordinal)).Meaning;
        var others = left.Length == 1
            ? ""
            : $" So would {string.Join(", ", left.Skip(1).Take(MaxNamed).Select(tensor =>
                $"'{tensor.StoredName}'"))}{(left.Length - 1 > MaxNamed ? $" and {left.Length - 1 - MaxNamed} more" : "")}.";
        throw new CheckpointException(
            checkpoint.Path,
            $"CLIP's towers are not computed from it here{(meaning is null ? "" : $" ({meaning})")}, so what it does " +
            $"would be left out and the results would differ.{others} " +
            "Give a CLIP model as OpenAI, open_clip or Hugging Face publish it, or save this one without them.",
            first.StoredName);
    }

    // Why a tensor that no tower takes changes nothing.
    private static string? ReasonOf(CheckpointTensor tensor)
    {
        var known = Array.Find(Harmless, known => Matches(tensor.Name, known.Name));
        bool inTower = Array.Exists(Towers, tower => tensor.Name.StartsWith(tower, StringComparison.Ordinal));
        return known.Reason
            ?? (tensor.Type == ElementType.Unread && !inTower ? "of a type that no weights have, and in neither tower" : null);
    }

    // The towers themselves say what they take: this is what will be laid out, and nothing else.
    private static HashSet<string> Used(Checkpoint checkpoint, ImageTowerConfig? image, TextTowerConfig? text)
    {
        var used = new HashSet<string>(StringComparer.Ordinal) { TokenRows.List, Scale };
        var tower = new TowerWeights(Take, new WeightFile("account"));
        if (image is VisionTransformerConfig vit) VisionTransformer.AddWeights(tower, vit);
        else if (image is ModifiedResNetConfig resNet) ModifiedResNet.AddWeights(tower, resNet);
        if (image is VisionTransformerConfig)
        {
            var positions = Take(image.PositionTensor);
            if (positions.Shape[1] != image.Width)
            {
                throw new CheckpointException(
                    positions.Path,
                    $"has shape {TensorShape.Text(positions.Shape)}; the tower is {image.Width} wide.",
                    positions.StoredName);
            }
        }

        if (text is not null) TextTransformer.AddWeights(tower, text);
        checkpoint.Tensors.GetValueOrDefault(Scale)?.ToLogitScale();
        return used;

        CheckpointTensor Take(string name)
        {
            used.Add(name);
            return checkpoint.Require(name);
        }
    }

    private static void CheckMask(Checkpoint checkpoint, TextTowerConfig? text)
    {
        if (text is null || !checkpoint.Tensors.TryGetValue(AttentionMask, out var mask)) return;
        int length = text.ContextLength;
        bool fits = text.IsCausal && mask.Shape.SequenceEqual([length, length]);
        var values = fits ? mask.ToArray() : [];
        for (int at = 0; fits && at < values.Length; at++) fits = values[at] == (at % length > at / length ? float.NegativeInfinity : 0);
        if (!fits)
        {
            throw new CheckpointException(
                mask.Path,
                $"it is not the mask of {length} tokens of which each sees those before it; another is not computed here.",
                mask.StoredName);
        }
    }

    private static bool Matches(string name, string pattern) => pattern switch
    {
        ['*', .. var end] => name.EndsWith(end, StringComparison.Ordinal),
        [.. var start, '*'] => name.StartsWith(start, StringComparison.Ordinal),
        _ => name == pattern,
    };
}
