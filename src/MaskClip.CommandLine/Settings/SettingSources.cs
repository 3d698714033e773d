using System.CommandLine;
using System.CommandLine.Parsing;
using MaskClip.CommandLine.Commands;
using MaskClip.Storage;

namespace MaskClip.CommandLine.Settings;

/// <summary>Fills in options that were not given: first from <c>MASKCLIP_*</c> variables, then from a configuration file.</summary>
/// <remarks>
/// Each becomes a flag behind those that were typed, and everything is parsed once more: one way of reading values, whatever their source.
/// </remarks>
internal static class SettingSources
{
    private static readonly HashSet<string> NotSettable = new(StringComparer.Ordinal)
    {
        "--help", "--version", "--print-config", "--verbose", "--quiet",
    };

    /// <summary>The environment variable of an option: <c>--key-smoothing</c> is <c>MASKCLIP_KEY_SMOOTHING</c>.</summary>
    public static string Variable(string option) => $"MASKCLIP_{option.TrimStart('-').Replace('-', '_').ToUpperInvariant()}";

    /// <summary>Parses again with the values from the environment and the configuration file; says where each of these came from.</summary>
    public static (ParseResult Result, IReadOnlyDictionary<Option, string> Sources) Apply(
        RootCommand root, Func<RootCommand>? all, ParseResult typed, string[] args, CliHost host)
    {
        var options = SettableOptions(typed.CommandResult.Command).ToArray();
        var file = typed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == "--config") is Option<string?> config
            && typed.GetValue(config) is { } path
            ? ConfigurationFile.Read(Path.Combine(host.Folder, path))
            : ConfigurationFile.Find(host);
        if (file is not null) CheckKeys(all?.Invoke() ?? root, file, host.Program);

        var added = new List<string>();
        var sources = new Dictionary<Option, string>();
        bool IsTyped(Option option) => typed.GetResult(option) is { Implicit: false };
        var exclusive = new Exclusion(options, option => IsTyped(option) || Find(option, file, host).Values.Length > 0, IsTyped);
        foreach (var option in options.Where(option => !IsTyped(option) && !exclusive.Leaves(option)))
        {
            var (values, source) = Find(option, file, host);
            if (values.Length == 0) continue;
            string[] tokens = [.. Joined(option, values).SelectMany(value => Tokens(option, value))];
            if (root.Parse([.. VerbWords(typed), .. tokens]).Errors
                .FirstOrDefault(error => Concerns(error.SymbolResult, option)) is { } error)
            {
                throw new UsageException($"{source} is '{string.Join(", ", values)}': {ParseErrors.Plain(error.Message)}");
            }

            added.AddRange(tokens);
            sources.Add(option, source);
        }

        if (added.Count == 0) return (typed, sources);
        int end = Array.IndexOf(args, "--");
        return (root.Parse(end < 0 ? [.. args, .. added] : [.. args[..end], .. added, .. args[end..]]), sources);
    }

    /// <summary>
    /// Whether a part of the command line belongs to an option. That another one is missing does not concern this one's value.
    /// </summary>
    private static bool Concerns(SymbolResult? part, Option option) =>
        part is not null && (part is OptionResult own ? own.Option == option : Concerns(part.Parent, option));

    // A file's name belongs to one call; as a setting, one verb's would become another's.
    private static IEnumerable<Option> SettableOptions(Command command) => command is Verb { TakesSettings: false }
        ? []
        : command.Options.Where(option => !NotSettable.Contains(option.Name) && option.HelpName != "file");

    private static (string[] Values, string Source) Find(Option option, ConfigurationFile? file, CliHost host)
    {
        var variable = Variable(option.Name);
        if (host.Environment(variable) is { Length: > 0 } value) return ([value], variable);
        var key = option.Name.TrimStart('-');
        return file is not null && file.Values.TryGetValue(key, out var values) ? (values, $"'{key}' in {file.Path}") : ([], "");
    }

    // A list in a configuration file is for an option that is repeated, or for one whose value is a list with commas.
    private static string[] Joined(Option option, string[] values) =>
        values.Length > 1 && option.Arity.MaximumNumberOfValues == 1 && option.ValueType == typeof(string)
            ? [string.Join(',', values)]
            : values;

    private static string[] Tokens(Option option, string value)
    {
        if (OptionalNumbers.Usual(option.Name) is { } usual)
        {
            if (value.Equals("true", StringComparison.OrdinalIgnoreCase)) return [$"{option.Name}={usual}"];
            if (value.Equals("false", StringComparison.OrdinalIgnoreCase)) return [];
        }

        return [$"{option.Name}={value}"];
    }

    private static IEnumerable<string> VerbWords(ParseResult result)
    {
        var names = new Stack<string>();
        for (var command = result.CommandResult; command?.Parent is CommandResult parent; command = parent)
            names.Push(command.Command.Name);
        return names;
    }

    private static void CheckKeys(RootCommand root, ConfigurationFile file, string program)
    {
        string[] known = [.. root.Subcommands.SelectMany(verb => SettableOptions(verb).Concat(verb.Subcommands.SelectMany(SettableOptions)))
            .Select(option => option.Name.TrimStart('-')).Distinct()];
        foreach (var key in file.Values.Keys.Where(key => !known.Contains(key)))
        {
            throw new UsageException(
                $"{file.Path}: there is no option '{key}'{Suggestion.Ending(key, known)} '{program} VERB --help' lists them.");
        }
    }
}
