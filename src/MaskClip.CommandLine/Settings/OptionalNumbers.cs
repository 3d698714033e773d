using System.Globalization;

namespace MaskClip.CommandLine.Settings;

/// <summary>
/// Gives options whose number may be left out their usual one, so that <c>--key-smoothing photo.jpg</c> does not take the photo for it.
/// </summary>
internal static class OptionalNumbers
{
    private static readonly Dictionary<string, float> Defaults = new(StringComparer.Ordinal)
    {
        ["--key-smoothing"] = SegmentationOptions.UsualKeySmoothing,
        ["--key-smoothing-temperature"] = SegmentationOptions.UsualKeySmoothingTemperature,
        ["--prompt-denoising"] = SegmentationOptions.UsualPromptDenoising,
        ["--presence"] = SegmentationOptions.UsualPresence,
        ["--prototypes"] = SegmentationOptions.UsualPrototypes,
        ["--pamr"] = new PamrOptions().Iterations,
        ["--guided-filter"] = (float)new GuidedFilterOptions().Radius,
        ["--propagate"] = (float)new PropagationOptions().DataWeight,
        ["--vocabulary-reduction"] = SegmentationOptions.UsualVocabularyReduction,
    };

    /// <summary>The arguments with the numbers written out.</summary>
    public static string[] Complete(string[] args)
    {
        var result = new List<string>();
        for (int i = 0; i < args.Length; i++)
        {
            result.Add(args[i]);
            if (args[i] == "--") return [.. result, .. args[(i + 1)..]];
            if (!Defaults.TryGetValue(args[i], out float usual)) continue;
            bool given = i + 1 < args.Length && float.TryParse(args[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            if (!given) result[^1] = string.Create(CultureInfo.InvariantCulture, $"{args[i]}={usual}");
        }

        return [.. result];
    }

    /// <summary>What stands for "true" in the environment or a configuration file: the usual number, or nothing special.</summary>
    public static string? Usual(string option) =>
        Defaults.TryGetValue(option, out float usual) ? usual.ToString(CultureInfo.InvariantCulture) : null;
}
