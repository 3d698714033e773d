namespace MaskClip.CommandLine;

/// <summary>Adds the command's option to a message of the library, which knows no command line and says in words what to do.</summary>
internal static class FlagHints
{
    /// <summary>What the library says, and the option that does it. A test finds each phrase in the library's sources.</summary>
    public static IReadOnlyList<(string Phrase, string Flag)> All { get; } =
    [
        ("chosen by an option of its own", "--classes NAME"),
        ("background names", "--background \"wall,floor\""),
        ("a higher limit of pixels", "--max-pixels"),
        ("weights in a file of their own", "no --single-file"),
        ("the activation 'gelu'", "--activation gelu"),
        ("start anew", "no --resume"),
        ("another folder", "--output"),
        ("a limit of the long side", "--long-side"),
        ("allow more memory", "--max-memory"),
        ("allow more time", "--max-time"),
        ("Resume it", "--resume"),
        ("smaller dilations", "--dilations"),
        ("the same number of photos", "--limit"),
    ];

    /// <summary>The message, each phrase followed by its option the first time it is said.</summary>
    public static string Add(string message)
    {
        foreach (var (phrase, flag) in All)
        {
            int at = message.IndexOf(phrase, StringComparison.Ordinal);
            if (at >= 0 && !message.Contains(flag, StringComparison.Ordinal)) message = message.Insert(at + phrase.Length, $" ({flag})");
        }

        return message;
    }
}
