using System.Text;

namespace MaskClip.Testing;

/// <summary>The commands that README, the packages' readme and docs show, out of their shell blocks, as arguments.</summary>
internal static class DocumentedCommands
{
    /// <summary>The commands of a program: where they stand, and their arguments after the program's name.</summary>
    /// <param name="beginnings">What such a command begins with.</param>
    public static IEnumerable<(string Place, string[] Args)> Of(params string[] beginnings)
    {
        var docs = Directory.GetFiles(Path.Combine(SharedData.Repository, "docs"), "*.md");
        string[] files =
        [
            Path.Combine(SharedData.Repository, "README.md"), Path.Combine(SharedData.Repository, "src", "PACKAGE.md"), .. docs.Order(),
        ];
        foreach (var file in files)
        {
            foreach (var (line, text) in ShellLines(File.ReadAllLines(file)))
            {
                foreach (var command in Commands(text))
                {
                    foreach (var beginning in beginnings.Select(words => words.Split(' ')))
                    {
                        if (command.Length >= beginning.Length && command.AsSpan(0, beginning.Length).SequenceEqual(beginning))
                            yield return ($"{Path.GetFileName(file)}:{line}", command[beginning.Length..]);
                    }
                }
            }
        }
    }

    // Lines of ```sh blocks, joined where a backslash ends them.
    private static IEnumerable<(int Line, string Text)> ShellLines(string[] lines)
    {
        bool inside = false;
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                inside = !inside && lines[i].Trim() is "```sh" or "```bash";
                continue;
            }

            if (!inside) continue;
            int first = i;
            var text = lines[i];
            while (text.EndsWith('\\') && i + 1 < lines.Length) text = text[..^1] + lines[++i];
            yield return (first + 1, text);
        }
    }

    // Words as a shell reads them: quotes, comments, && and ;.
    private static IEnumerable<string[]> Commands(string line)
    {
        List<string> words = [];
        StringBuilder? word = null;
        char quote = '\0';
        foreach (char letter in line + "\n")
        {
            if (quote != '\0')
            {
                if (letter == quote) quote = '\0';
                else word!.Append(letter);
            }
            else if (letter is '"' or '\'')
            {
                quote = letter;
                word ??= new();
            }
            else if (char.IsWhiteSpace(letter) || letter == ';')
            {
                if (word is not null) words.Add(word.ToString());
                word = null;
                if (letter == ';') words.Add("&&");
            }
            else if (letter == '#' && word is null)
            {
                break;
            }
            else
            {
                (word ??= new()).Append(letter);
            }
        }

        if (word is not null) words.Add(word.ToString());
        var rest = words.SkipWhile(one => one.Contains('=') && !one.StartsWith('-')).ToList();
        while (rest.Count > 0)
        {
            int end = rest.FindIndex(one => one is "&&" or "|" or ">");
            yield return [.. end < 0 ? rest : rest[..end]];
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
    }
}
