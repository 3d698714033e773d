using System.CommandLine;
using MaskClip.CommandLine.Settings;

namespace MaskClip.CommandLine.Commands;

/// <summary>The options of a run that decide what its results look like: a run is resumed with the same ones.</summary>
public static class ResultSettings
{
    // How a machine does the work, and which photos.
    private static readonly HashSet<string> Omitted = new(StringComparer.Ordinal)
    {
        "threads", "max-memory", "max-time", "max-pixels", "sample",
    };

    /// <summary>The options that were given, by anyone, and the program that reads them.</summary>
    public static IReadOnlyDictionary<string, string> Of(ParseResult result)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["maskclip"] = OptionsFile.Version };
        foreach (var (key, values) in EffectiveSettings.Given(result))
        {
            if (!Omitted.Contains(key)) settings[key] = string.Join(" | ", values);
        }

        return settings;
    }
}
