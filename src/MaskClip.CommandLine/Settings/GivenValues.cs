using System.CommandLine;

namespace MaskClip.CommandLine.Settings;

/// <summary>Tells what someone set, by flag, variable or configuration file, from what is only an option's default.</summary>
public static class GivenValues
{
    /// <summary>The option's value if it was set, else what stood there before: a protocol's or the library's value.</summary>
    public static T Or<T>(this ParseResult result, Option<T> option, T before) =>
        result.IsGiven(option) ? result.GetValue(option)! : before;

    /// <summary>Reads the option's text if it was set.</summary>
    public static T Or<T>(this ParseResult result, Option<string> option, T before, Func<string, T> read) =>
        result.IsGiven(option) ? read(result.GetValue(option)!) : before;

    /// <summary>Whether the option was set.</summary>
    public static bool IsGiven(this ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
