using System.Text.RegularExpressions;
using MaskClip.Checkpoints.Onnx;

namespace MaskClip.Checkpoints;

/// <summary>
/// Brings a BERT encoder's tensors to the names of this library's transformers (transformers, models/bert/modeling_bert.py).
/// </summary>
internal static partial class BertNames
{
    private const string Prefix = "text.";

    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["embeddings.word_embeddings.weight"] = "text.words",
        ["embeddings.position_embeddings.weight"] = "text.positions",
        ["embeddings.token_type_embeddings.weight"] = "text.types",
        ["embeddings.LayerNorm.weight"] = "text.ln_embed.weight",
        ["embeddings.LayerNorm.bias"] = "text.ln_embed.bias",
    };

    private static readonly Dictionary<string, string> LayerParts = new(StringComparer.Ordinal)
    {
        ["attention.output.dense"] = "attn.out_proj",
        ["attention.output.LayerNorm"] = "ln_1",
        ["intermediate.dense"] = "mlp.c_fc",
        ["output.dense"] = "mlp.c_proj",
        ["output.LayerNorm"] = "ln_2",
    };

    /// <summary>A block's name.</summary>
    public static string Block(int layer) => $"{Prefix}layers.{layer}";

    /// <summary>
    /// The tensors of an ONNX file under the names that a checkpoint has: exporters keep those of biases and lose those of matrices.
    /// </summary>
    public static Dictionary<string, CheckpointTensor> Of(OnnxWeights file)
    {
        var named = file.Tensors.Values.Where(tensor => tensor.Name.Contains('.', StringComparison.Ordinal))
            .ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var products = file.NodeList.Where(node => node.Operation == "MatMul" && file.Tensors.ContainsKey(node.Input(1)))
            .ToDictionary(node => node.Output, StringComparer.Ordinal);
        foreach (var sum in file.NodeList.Where(node => node.Operation == "Add"))
        {
            for (int side = 0; side < 2; side++)
            {
                if (!products.TryGetValue(sum.Input(1 - side), out var product)
                    || !sum.Input(side).EndsWith(".bias", StringComparison.Ordinal))
                    continue;
                var name = $"{sum.Input(side)[..^"bias".Length]}weight";
                CanonicalNames.Add(file.Path, named, file.Tensors[product.Input(1)].Transpose(name), product.Input(1));
            }
        }

        return named;
    }

    /// <summary>The tensors under canonical names, queries, keys and values joined.</summary>
    /// <exception cref="CheckpointException">One is missing, or is none of a BERT encoder's.</exception>
    public static Dictionary<string, CheckpointTensor> Apply(string path, IReadOnlyDictionary<string, CheckpointTensor> tensors)
    {
        var canonical = new Dictionary<string, CheckpointTensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            // The pooler reads the first token, which a mean of all tokens does without; the ids are 0, 1, 2, ...
            if (name.StartsWith("pooler.", StringComparison.Ordinal) || name == "embeddings.position_ids") continue;
            var mapped = Renamed.TryGetValue(name, out var renamed) ? tensor.Rename(renamed)
                : Layer().Match(name) is { Success: true } layer ? MapLayer(path, tensors, tensor, layer)
                : throw new CheckpointException(path, "it does not belong to a BERT encoder: what it computes would be left out.", name);
            if (mapped is not null) CanonicalNames.Add(path, canonical, mapped, name);
        }

        return canonical;
    }

    private static CheckpointTensor? MapLayer(
        string path, IReadOnlyDictionary<string, CheckpointTensor> tensors, CheckpointTensor tensor, Match layer)
    {
        var (index, part, kind) = (layer.Groups["index"].Value, layer.Groups["part"].Value, layer.Groups["kind"].Value);
        var block = $"{Prefix}layers.{index}";
        if (LayerParts.TryGetValue(part, out var renamed)) return tensor.Rename($"{block}.{renamed}.{kind}");
        var self = $"encoder.layer.{index}.attention.self";
        return part switch
        {
            "attention.self.query" => TensorAlgebra.Join($"{block}.attn.in_proj_{kind}", tensor, Sibling("key"), Sibling("value")),
            "attention.self.key" or "attention.self.value" => null, // joined with the query
            _ => throw new CheckpointException(
                path, "it does not belong to a BERT encoder: what it computes would be left out.", tensor.Name),
        };

        CheckpointTensor Sibling(string name) => tensors.TryGetValue($"{self}.{name}.{kind}", out var sibling)
            ? sibling
            : throw new CheckpointException(path, "it is missing: the encoder is incomplete.", $"{self}.{name}.{kind}");
    }

    [GeneratedRegex(@"^encoder\.layer\.(?<index>[0-9]+)\.(?<part>.+)\.(?<kind>weight|bias)$", RegexOptions.CultureInvariant)]
    private static partial Regex Layer();
}
