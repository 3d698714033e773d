using System.Text;

namespace MaskClip.Annotations.Formats.Tables;

/// <summary>Rows of a comma-separated file (RFC 4180), one at a time.</summary>
internal sealed class CsvRows(TextReader reader)
{
    private const int MaxFieldLetters = 1 << 28;

    private readonly StringBuilder field = new();
    private int line = 1;

    /// <summary>The line in which the last row began, from 1 on.</summary>
    public int Line { get; private set; }

    /// <summary>Reads a row.</summary>
    /// <returns>Its fields; <see langword="null"/> at the end.</returns>
    /// <exception cref="FormatException">Quotes do not fit; the next call goes on behind the row.</exception>
    public List<string>? Next()
    {
        if (reader.Peek() < 0) return null;
        Line = line;
        List<string> fields = [];
        string? error = null;
        while (true)
        {
            bool isQuoted = reader.Peek() == '"';
            if (isQuoted) error ??= Quoted();
            else Plain();
            fields.Add(field.ToString());
            field.Clear();
            int end = reader.Read();
            if (end == ',') continue;
            if (end == '\r' && reader.Peek() == '\n') Skip();
            if (end is not ('\r' or '\n' or -1))
            {
                error ??= "A quote is closed in the middle of a field; quotes within one stand twice.";
                Plain();
                field.Clear();
                if (reader.Peek() == ',')
                {
                    Skip();
                    continue;
                }

                Skip();
            }

            line++;
            return error is null ? fields : throw new FormatException(error);
        }
    }

    private void Plain()
    {
        while (reader.Peek() is >= 0 and not (',' or '\r' or '\n')) Append((char)reader.Read());
    }

    private string? Quoted()
    {
        Skip();
        while (true)
        {
            int letter = reader.Read();
            if (letter < 0) return "A quote is opened and never closed.";
            if (letter == '"')
            {
                if (reader.Peek() != '"') return null;
                Skip();
            }

            if (letter == '\n') line++;
            Append((char)letter);
        }
    }

    private void Skip() => _ = reader.Read();

    private void Append(char letter)
    {
        if (field.Length >= MaxFieldLetters) throw new FormatException($"A field is longer than {MaxFieldLetters} letters.");
        field.Append(letter);
    }
}
