using MaskClip.Storage;

namespace MaskClip.CommandLine.Terminal;

/// <summary>A line of a terminal that is drawn again and again.</summary>
public static class StatusLine
{
    private const string Erase = "\u001b[K";

    /// <summary>Draws it in place of the last one.</summary>
    public static void Draw(TextWriter terminal, string line) => Write(terminal, $"\r{Printable.Of(line)}{Erase}");

    /// <summary>Removes it.</summary>
    public static void Clear(TextWriter terminal) => Write(terminal, $"\r{Erase}");

    private static void Write(TextWriter terminal, string text)
    {
        if (terminal is TerminalWriter own) own.Draw(text);
        else terminal.Write(text);
    }
}
