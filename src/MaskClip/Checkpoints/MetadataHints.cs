using System.Globalization;

namespace MaskClip.Checkpoints;

/// <summary>
/// Conventions in the header of a safetensors file, as <c>maskclip-train clip</c> writes them: a model in one file that says all about
/// itself.
/// </summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class MetadataHints
{
    /// <summary>What the header must say to be taken for one of ours.</summary>
    public const string Format = "maskclip-clip";

    /// <summary>Puts hints into a header.</summary>
    public static Dictionary<string, string> Write(CheckpointHints hints)
    {
        var metadata = new Dictionary<string, string> { ["format"] = Format };
        if (hints.Activation is { } activation) metadata["activation"] = activation;
        if (hints.LayerNormEpsilon is { } epsilon) metadata["layer-norm-epsilon"] = epsilon.ToString("R", CultureInfo.InvariantCulture);
        if (hints.Mean is { } mean) metadata["mean"] = Text(mean);
        if (hints.Std is { } std) metadata["std"] = Text(std);
        if (hints.VisionHeads is { } vision) metadata["vision-heads"] = vision.ToString(CultureInfo.InvariantCulture);
        if (hints.TextHeads is { } text) metadata["text-heads"] = text.ToString(CultureInfo.InvariantCulture);
        return metadata;
    }

    /// <summary>What a header says; nothing when it is not one of ours.</summary>
    /// <exception cref="CheckpointException">A value is none that can be.</exception>
    internal static CheckpointHints Read(string path, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.GetValueOrDefault("format") != Format) return CheckpointHints.None;
        try
        {
            return new CheckpointHints
            {
                Activation = metadata.GetValueOrDefault("activation"),
                LayerNormEpsilon = Find("layer-norm-epsilon") is { } epsilon ? Number(epsilon) : null,
                Mean = Find("mean") is { } mean ? Channels(mean) : null,
                Std = Find("std") is { } std ? Channels(std) : null,
                VisionHeads = Find("vision-heads") is { } vision ? Count(vision) : null,
                TextHeads = Find("text-heads") is { } text ? Count(text) : null,
                Source = path,
            };
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw new CheckpointException(
                path, $"its header says what cannot be read: {error.Message} Make the file again with maskclip-train clip.", null, error);
        }

        string? Find(string key) => metadata.GetValueOrDefault(key);
    }

    private static string Text(float[] numbers) =>
        string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

    private static float Number(string text) => float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static int Count(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static float[] Channels(string text)
    {
        float[] numbers = [.. text.Split(' ').Select(Number)];
        return numbers.Length == 3
            ? numbers
            : throw new FormatException($"'{text}' are {numbers.Length} numbers where red, green and blue have one each.");
    }
}
