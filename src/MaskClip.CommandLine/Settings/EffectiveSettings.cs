using System.CommandLine;
using System.Globalization;
using MaskClip.CommandLine.Commands;

namespace MaskClip.CommandLine.Settings;

/// <summary>The values that a command would use, and where each comes from.</summary>
public static class EffectiveSettings
{
    /// <summary>The option that prints them.</summary>
    public const string Option = "--print-config";

    private static readonly HashSet<string> Omitted = new(StringComparer.Ordinal)
    {
        Option, "--help", "--version", "--config", "--verbose", "--quiet", "--output", "--json", "--resume",
    };

    /// <summary>Whether they are to be printed instead of the command being run.</summary>
    public static bool AreAskedFor(ParseResult result) =>
        result.CommandResult.Command.Options.FirstOrDefault(option => option.Name == Option) is { } own
        && result.GetResult(own) is { Implicit: false };

    /// <summary>Prints one line for each option.</summary>
    public static int Print(ParseResult result, IReadOnlyDictionary<Option, string> sources, TextWriter output)
    {
        var presets = (result.CommandResult.Command as Verb)?.Presets?.Invoke(result);
        foreach (var option in result.CommandResult.Command.Options.Where(option => !option.Name.Equals(Option, StringComparison.Ordinal)))
        {
            var name = option.Name.TrimStart('-');
            var values = string.Join(", ", Values(result, option));
            var source = sources.TryGetValue(option, out var named) ? named : result.IsGiven(option) ? "flag" : "default";
            if (source == "default" && presets is { } preset && preset.Values.TryGetValue(name, out var filled))
                (values, source) = (filled, preset.Source);
            output.WriteLine($"{name,-18} {values,-24} {source}");
        }

        return ExitCode.Done;
    }

    /// <summary>Options that were set, by anyone, as they are written into a configuration file.</summary>
    public static IEnumerable<(string Key, IReadOnlyList<string> Values)> Given(ParseResult result) =>
        from option in result.CommandResult.Command.Options
        where !Omitted.Contains(option.Name) && result.IsGiven(option)
        select (option.Name.TrimStart('-'), Values(result, option));

    private static IReadOnlyList<string> Values(
        ParseResult result, Option option) => result.GetResult(option)?.GetValueOrDefault<object?>() switch
        {
            null => [],
            string text => [text],
            System.Collections.IEnumerable list => [.. list.Cast<object>().Select(Text)],
            var value => [Text(value)],
        };

    private static string Text(object value) =>
        value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
