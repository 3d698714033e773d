
using MaskClip.Checkpoints;
using MaskClip.Towers;

namespace MaskClip.Families.Bridge;

/// <summary>What there is to know of a ResNet before its weights are read.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Layers">Blocks in each of the four stages.</param>
/// <param name="IsBasic">Whether blocks have two 3x3 convolutions, or are bottlenecks.</param>
/// <param name="PadsUnevenly">Whether strided layers pad one row and column less at the end.</param>
/// <param name="Channels">Channels of the last map.</param>
public sealed record ResNetDescription(IReadOnlyList<int> Layers, bool IsBasic, bool PadsUnevenly, int Channels)
{
    private const int Stages = 4;

    /// <summary>Reads what a model's settings say: reading it off the weights takes as long as embedding a photo.</summary>
    /// <returns><see langword="null"/> when they leave it to the weights.</returns>
    /// <exception cref="CheckpointException">A value is not allowed.</exception>
    internal static ResNetDescription? Of(ConfigFile settings)
    {
        if (settings.Find("image", "layers") is not { } layers) return null;
        int[] blocks = layers.ValueKind == System.Text.Json.JsonValueKind.Array
            ? [.. layers.EnumerateArray().Select(count => count.TryGetInt32(out int number) ? number : 0)]
            : [];
        if (blocks.Length != Stages || blocks.Any(count => count is < 1 or > 1000))
            throw settings.Wrong(["image", "layers"], layers, "four whole numbers above 0");
        return new(
            blocks,
            OneOf("blocks", "basic", "bottleneck"),
            OneOf("padding", "uneven", "even"),
            settings.Count("image", "channels-out")
                ?? throw new CheckpointException(settings.Path, "it does not say 'image.channels-out'. Install the model again."));

        bool OneOf(string key, string yes, string no) => settings.Text("image", key) switch
        {
            var text when text == yes => true,
            var text when text == no => false,
            var text => throw new CheckpointException(settings.Path, $"'image.{key}' is '{text}'; '{yes}' and '{no}' are allowed."),
        };
    }

    /// <summary>Whether two networks are the same.</summary>
    public bool Equals(ResNetDescription? other) => other is not null
        && (IsBasic, PadsUnevenly, Channels) == (other.IsBasic, other.PadsUnevenly, other.Channels) && Layers.SequenceEqual(other.Layers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsBasic, PadsUnevenly, Channels, Layers.Count);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{string.Join("-", Layers)} {(IsBasic ? "basic blocks" : "bottlenecks")}, {Channels} channels, " +
        $"{(PadsUnevenly ? "uneven" : "even")} padding";
}
