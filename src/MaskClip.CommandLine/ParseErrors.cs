using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using MaskClip.Storage;

namespace MaskClip.CommandLine;

/// <summary>
/// What is wrong with a command line, in plain words: System.CommandLine's own name .NET's types, and take a mistyped option for a file.
/// </summary>
internal static partial class ParseErrors
{
    /// <summary>The errors, a line each; none where it can be run.</summary>
    /// <param name="root">The command.</param>
    /// <param name="result">What was made of the arguments.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="program">What the command is called.</param>
    public static IReadOnlyList<string> Of(RootCommand root, ParseResult result, string[] args, string program)
    {
        var path = Path(result.CommandResult, program);
        // Behind -- stand names, whatever they begin with.
        int end = Array.IndexOf(args, "--");
        var before = end < 0 ? result : root.Parse(args[..end]);
        string[] mistyped = [.. Words(before).Where(IsMeantAsOption).Select(word => Mistyped(word, result.CommandResult, path))];
        if (mistyped.Length > 0) return mistyped;
        if (result.Errors.Count == 0) return [];
        var command = result.CommandResult.Command;
        if (command.Subcommands.Count == 0 || (command.Action is not null && result.UnmatchedTokens.Count == 0))
        {
            return [.. result.Errors.Select(error => Plain(error.Message, command, path)).Distinct()];
        }

        string[] verbs = [.. command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)];
        return result.UnmatchedTokens is [var word, ..]
            ? [$"'{word}' is not a verb of '{path}'{Suggestion.Ending(word, verbs)} There are: {string.Join(", ", verbs)}."]
            : [$"A verb is missing. Available: {string.Join(", ", verbs)}."];
    }

    /// <summary>One of System.CommandLine's messages in plain words.</summary>
    public static string Plain(string message, Command? command = null, string path = "it")
    {
        if (Value().Match(message) is { Success: true } value)
            return $"{value.Groups["name"].Value} is '{value.Groups["value"].Value}'; {Expected(value.Groups["type"].Value)} is expected.";
        if (NoValue().Match(message) is { Success: true } option) return $"{option.Groups[1].Value} needs a value.";
        if (NoArgument().IsMatch(message))
        {
            return $"'{path}' needs {string.Join(" and ", command?.Arguments.Where(one =>
                one.Arity.MinimumNumberOfValues > 0).Select(one => $"<{one.Name}>") ?? [])}.";
        }
        if (Required().Match(message) is { Success: true } missing) return $"{missing.Groups[1].Value} is missing; '{path}' needs it.";
        if (Several().Match(message) is { Success: true } several)
            return $"{several.Groups[1].Value} takes one value; {several.Groups[2].Value} were given.";
        if (Unknown().Match(message) is { Success: true } unknown) return $"'{unknown.Groups[1].Value}' is a word too many for '{path}'.";
        return message;
    }

    private static IEnumerable<string> Words(ParseResult result) =>
        result.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens.Select(token => token.Value))
            .Concat(result.UnmatchedTokens);

    // A hyphen alone is standard input; -3 is a number.
    private static bool IsMeantAsOption(string word) =>
        word.Length > 1 && word[0] == '-' && !double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string Mistyped(string word, CommandResult command, string path)
    {
        var name = word.Split('=', 2)[0];
        var known = command.Command.Options.Concat(Above(command).SelectMany(one => one.Command.Options.Where(option => option.Recursive)));
        var names = known.Where(option => !option.Hidden)
            .SelectMany(option => option.Aliases.Append(option.Name))
            .Where(alias => alias.StartsWith('-'))
            .Distinct();
        var file = command.Command.Arguments.Count > 0 ? $" A file of that name is written ./{word}." : "";
        return $"'{name}' is not an option of '{path}'{Suggestion.Ending(name, names)} '{path} --help' lists them.{file}";
    }

    private static IEnumerable<CommandResult> Above(CommandResult command)
    {
        for (var parent = command.Parent as CommandResult; parent is not null; parent = parent.Parent as CommandResult) yield return parent;
    }

    private static string Path(CommandResult command, string program) =>
        string.Join(' ', Above(command).Prepend(command).Reverse().Skip(1).Select(one => one.Command.Name).Prepend(program));

    private static string Expected(string type) => type switch
    {
        _ when type.Contains("Int", StringComparison.Ordinal) => "a whole number",
        _ when type.Contains("Single", StringComparison.Ordinal) || type.Contains("Double", StringComparison.Ordinal) => "a number",
        _ when type.Contains("Boolean", StringComparison.Ordinal) => "true or false",
        _ => "another value",
    };

    [GeneratedRegex(
        @"\ACannot parse argument '(?<value>.*)' for (?:option|command) '(?<name>.*)' as expected type '(?<type>.*)'\.",
        RegexOptions.Singleline)]
    private static partial Regex Value();

    [GeneratedRegex(@"\ARequired argument missing for option: '(.*)'\.\z", RegexOptions.Singleline)]
    private static partial Regex NoValue();

    [GeneratedRegex(@"\ARequired argument missing for command: '.*'\.\z", RegexOptions.Singleline)]
    private static partial Regex NoArgument();

    [GeneratedRegex(@"\AOption '(.*)' is required\.\z", RegexOptions.Singleline)]
    private static partial Regex Required();

    [GeneratedRegex(@"\AOption '(.*)' expects a single argument but (\d+) were provided\.\z", RegexOptions.Singleline)]
    private static partial Regex Several();

    [GeneratedRegex(@"\AUnrecognized command or argument '(.*)'\.\z", RegexOptions.Singleline)]
    private static partial Regex Unknown();
}
