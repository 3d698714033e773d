using MaskClip.Towers;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Text;

/// <summary>Keys and values of the tokens with which a group of texts begins, block by block, as the text graph takes them.</summary>
internal sealed class TextPrefix : IDisposable
{
    private readonly Dictionary<string, OrtValue> inputs = new(StringComparer.Ordinal);

    private TextPrefix(int length) => Length = length;

    /// <summary>Number of tokens.</summary>
    public int Length { get; }

    /// <summary>The graph's inputs.</summary>
    public IReadOnlyDictionary<string, OrtValue> Inputs => inputs;

    /// <summary>The beginning without tokens.</summary>
    public static TextPrefix Empty(TextTowerConfig config) => Create(config, 0, _ => [], _ => []);

    /// <summary>Takes a run's keys and values for texts of their own.</summary>
    /// <param name="config">The tower's configuration.</param>
    /// <param name="length">Number of tokens.</param>
    /// <param name="keyOf">A block's keys <c>[heads, d, tokens]</c>.</param>
    /// <param name="valueOf">A block's values <c>[heads, tokens, d]</c>.</param>
    public static TextPrefix Create(TextTowerConfig config, int length, Func<int, float[]> keyOf, Func<int, float[]> valueOf)
    {
        var prefix = new TextPrefix(length);
        int width = config.Width / config.Heads;
        for (int layer = 0; layer < config.Layers; layer++)
        {
            prefix.inputs.Add(
                PrefixAttention.Key(layer), OrtValue.CreateTensorValueFromMemory(keyOf(layer), [config.Heads, width, length]));
            prefix.inputs.Add(
                PrefixAttention.Value(layer), OrtValue.CreateTensorValueFromMemory(valueOf(layer), [config.Heads, length, width]));
        }

        return prefix;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in inputs.Values) value.Dispose();
    }
}
