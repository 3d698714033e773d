using System.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Settings;

namespace MaskClip.CommandLine;

/// <summary>A verb: a command whose help ends with an example, and which has the options that all verbs have.</summary>
#pragma warning disable CA1010 // a list of its parts, as System.CommandLine's own Command is
public sealed class Verb : Command
{
    /// <summary>Creates a verb.</summary>
    public Verb(string name, string description, string example, params IEnumerable<Symbol> symbols)
        : base(name, description)
    {
        Example = example;
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) Arguments.Add(argument);
            else if (symbol is Command verb) Subcommands.Add(verb);
            else Options.Add((Option)symbol);
        }

        if (Subcommands.Count > 0 && Options.Count == 0) return;
        Options.Add(Config);
        Options.Add(PrintConfig);
        Options.Add(Verbose);
        Options.Add(Quiet);
    }

    /// <summary>More on stderr.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Print more on stderr; errors come with their stack trace.",
    };

    /// <summary>Less on stderr.</summary>
    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Only warnings and errors on stderr." };

    /// <summary>A configuration file.</summary>
    public static Option<string?> Config { get; } = new("--config")
    {
        Description = "Configuration file to read instead of the usual one (an options.json works).",
        HelpName = "file",
    };

    /// <summary>Prints the settings instead of running.</summary>
    public static Option<bool> PrintConfig { get; } = new(EffectiveSettings.Option)
    {
        Description = "Print every setting's value and where it comes from, and do nothing.",
    };

    /// <summary>A command line that works.</summary>
    public string Example { get; }

    /// <summary>
    /// Values that the verb fills in for options that nobody set, by the options' names without dashes, and where they come from.
    /// </summary>
    public Func<ParseResult, (string Source, IReadOnlyDictionary<string, string> Values)>? Presets { get; init; }

    /// <summary>Whether its options can be set by the environment and configuration files.</summary>
    public bool TakesSettings { get; init; } = true;
}
#pragma warning restore CA1010
