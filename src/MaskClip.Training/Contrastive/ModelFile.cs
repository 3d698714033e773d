using System.Text.Json.Nodes;
using MaskClip.Checkpoints;
using MaskClip.Training.Contrastive.Towers;
using MaskClip.Training.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Contrastive;

/// <summary>Writes a trained network as a CLIP checkpoint: safetensors under openai/CLIP's names.</summary>
internal static class ModelFile
{
    /// <summary>Writes the file; it appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network.</param>
    /// <param name="half">Whether numbers are fp16.</param>
    /// <param name="trainedTokensOnly">Whether only the trained rows of the token table are written (<see cref="TokenRows"/>).</param>
    /// <param name="settings">How it was trained.</param>
    public static void Write(string path, ClipNetwork network, bool half, bool trainedTokensOnly, JsonObject settings)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var config = network.Config;
        var metadata = MetadataHints.Write(new CheckpointHints
        {
            Activation = config.Activation == Activation.QuickGelu ? "quick_gelu" : "gelu", // the only ones that are trained
            LayerNormEpsilon = config.Epsilon,
            Mean = [.. config.Mean],
            Std = [.. config.Std],
            VisionHeads = config.Image!.Heads,
            TextHeads = config.Text!.Heads,
        });
        metadata["training"] = settings.ToJsonString();
        var towers = network.States.Select(one => Entry(one.Name, one.Value, half));
        SafetensorsWriter.Write(path, towers.Concat(TokenEntries(network.Tokens, half, trainedTokensOnly)), metadata);
    }

    private static IEnumerable<SafetensorsEntry> TokenEntries(TokenTable table, bool half, bool trainedOnly)
    {
        var other = table.Values.narrow(0, table.Unknown, 1);
        int[] kept = [.. table.Trained.Where(token => token < table.Unknown)];
        if (!trainedOnly)
        {
            var all = table.Values.narrow(0, 0, table.Unknown);
            // Words that were never seen are what blanks were trained to be, not random numbers.
            if (table.Trained.Contains(table.Unknown) && kept.Length < table.Unknown)
            {
                all = all.clone();
                var rest = Enumerable.Range(0, table.Unknown).Except(kept).Select(token => (long)token).ToArray();
                all.index_copy_(0, tensor(rest).to(all.device), other.expand(rest.Length, -1));
            }

            yield return Entry(TokenRows.Table, all, half);
            yield break;
        }

        long[] list = Array.ConvertAll(kept, token => (long)token);
        var rows = table.Values.index_select(0, tensor(list).to(table.Values.device));
        yield return new SafetensorsEntry(TokenRows.List, [list.Length], list);
        yield return Entry(TokenRows.Table, cat([rows, other], 0), half);
    }

    private static SafetensorsEntry Entry(string name, Tensor value, bool half)
    {
        var (shape, numbers) = (StoredTensors.Shape(value), StoredTensors.Numbers(value));
        return half
            ? new SafetensorsEntry(
                name, ElementType.Float16, shape, Array.ConvertAll(numbers, number => BitConverter.HalfToUInt16Bits((Half)number)))
            : new SafetensorsEntry(name, shape, numbers);
    }
}
