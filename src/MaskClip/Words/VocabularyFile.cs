namespace MaskClip.Words;

/// <summary>Reads a vocabulary from a text file.</summary>
/// <remarks>
/// One class a line: <c>name</c>, <c>name|synonym</c> or <c>name|synonym=label</c>. A line <c>background: wall, floor</c> names the
/// background. Empty lines and lines that start with <c>//</c> or <c>#</c> are passed over. Where one line names everything it is a list
/// with commas; among other lines a comma is part of a name, since data sets number their classes by lines.
/// </remarks>
internal static class VocabularyFile
{
    private const string BackgroundLine = "background:";

    /// <summary>Reads the file.</summary>
    /// <exception cref="FormatException">A line cannot be read, or the file names nothing.</exception>
    public static Vocabulary Read(string path)
    {
        var classes = new List<VocabularyClass>();
        var background = new List<string>();
        var lines = new List<(int Number, string Text)>();
        int number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var text = line.Trim();
            if (text.Length == 0 || text.StartsWith('#') || text.StartsWith("//", StringComparison.Ordinal)) continue;
            try
            {
                // Here, where the line's number is still known.
                if (NameRule.ErrorOf(text) is { } wrong) throw new OptionsException($"The name '{NameRule.Shown(text)}' {wrong}.");
                if (text.StartsWith(BackgroundLine, StringComparison.OrdinalIgnoreCase))
                    background.AddRange(Background(text[BackgroundLine.Length..]));
                else if (OtherListFormats.ErrorOf(text) is { } other) throw new OptionsException(other);
                else lines.Add((number, text));
            }
            catch (ArgumentException error)
            {
                throw new FormatException($"{path}, line {number}: {error.Message}", error);
            }
        }

        foreach (var (at, text) in lines.Count == 1 ? NameList.Split(lines[0].Text).Select(name => (lines[0].Number, name)) : lines)
        {
            try
            {
                classes.Add(ClassText.Parse(text));
            }
            catch (ArgumentException error)
            {
                throw new FormatException($"{path}, line {at}: {error.Message}", error);
            }
        }

        if (classes.Count == 0)
            throw new FormatException($"{path}: there is no name in it; write one a line, synonyms as in 'sofa|couch'.");
        try
        {
            return new Vocabulary(classes).WithBackground(background);
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"{path}: {error.Message}", error);
        }
    }

    private static IReadOnlyList<string> Background(string names)
    {
        var texts = NameList.Split(names);
        return texts.All(text => ClassText.ParseBackground(text).Length > 0)
            ? texts
            : throw new OptionsException("A background name is empty; write them separated by commas, as in 'background: wall, floor'.");
    }
}
