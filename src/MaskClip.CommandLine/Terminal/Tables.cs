using MaskClip.Storage;
using Spectre.Console;

namespace MaskClip.CommandLine.Terminal;

/// <summary>Tables for people: plain text, so that they read the same on a terminal and in a file.</summary>
public static class Tables
{
    /// <summary>Writes a table.</summary>
    public static void Write(TextWriter writer, string[] headers, IEnumerable<string[]> rows)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 160;
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in headers) table.AddColumn(new TableColumn(Cell(header)).NoWrap());
        foreach (var row in rows) table.AddRow([.. row.Select(Cell)]);
        console.Write(table);
    }

    // Names of files, classes and tensors: a line break would begin a row, brackets would be the console library's own marks.
    private static string Cell(string text) => Markup.Escape(Printable.Of(text));
}
