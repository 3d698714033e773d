using MaskClip.Checkpoints;
using MaskClip.Checkpoints.Onnx;
using MaskClip.Towers;

namespace MaskClip.Families.Bridge;

/// <summary>
/// A BERT encoder's tensors under this library's names, read from an ONNX file or a checkpoint with Hugging Face's names.
/// </summary>
internal sealed class BertWeights : IDisposable
{
    private readonly MappedBytes file;
    private readonly Dictionary<string, CheckpointTensor> tensors;

    private BertWeights(MappedBytes file, Dictionary<string, CheckpointTensor> tensors)
    {
        this.file = file;
        this.tensors = BertNames.Apply(file.Path, tensors);
    }

    /// <summary>Numbers that were trained.</summary>
    public long Parameters => tensors.Values.Sum(tensor => tensor.Count);

    /// <summary>Opens a file.</summary>
    /// <exception cref="CheckpointException">It is damaged, or no BERT encoder.</exception>
    public static BertWeights Open(string path)
    {
        var file = MappedBytes.Open(path);
        try
        {
            return new(
                file,
                path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? BertNames.Of(OnnxWeights.Read(file)) : WeightsFile.Read(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The encoder's sizes.</summary>
    /// <param name="heads">Attention heads, which shapes do not say.</param>
    /// <param name="contextLength">The most tokens of a text.</param>
    /// <exception cref="CheckpointException">They do not fit the tensors.</exception>
    public BertConfig Config(int heads, int contextLength)
    {
        var words = Require("text.words");
        var positions = Require("text.positions");
        if (words.Shape.Count != 2 || positions.Shape.Count != 2)
            throw new CheckpointException(file.Path, "its embeddings are not matrices.", words.Name);
        int layers = 0, width = words.Shape[1];
        while (tensors.ContainsKey($"{BertNames.Block(layers)}.attn.in_proj_weight")) layers++;
        if (layers == 0) throw new CheckpointException(file.Path, "it has no blocks: it is not a BERT encoder.");
        if (width % heads != 0)
            throw new CheckpointException(file.Path, $"a width of {width} does not divide into {heads} attention heads.");
        if (contextLength > positions.Shape[0])
        {
            throw new CheckpointException(
                file.Path, $"texts of {contextLength} tokens are asked for; it has positions for {positions.Shape[0]}.");
        }
        return new BertConfig(width, heads, layers, contextLength, words.Shape[0]);
    }

    /// <summary>A tensor that must be there.</summary>
    public CheckpointTensor Require(string name) => tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new CheckpointException(file.Path, "it is missing: a BERT encoder is expected.", name);

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
