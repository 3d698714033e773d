using System.Text;

namespace MaskClip.CommandLine;

/// <summary>The process's standard streams, any of which whoever started it may have closed.</summary>
internal static class StandardStreams
{
    /// <summary>Results. Where they cannot be written, that is an error.</summary>
    public static TextWriter Output { get; } = new TerminalWriter(
        StandardDescriptors.WasOpen(1) ? Console.Out : new ClosedWriter(), "Standard output");

    /// <summary>Messages. Where they cannot be written, nobody can be told.</summary>
    public static TextWriter Error { get; } = new TerminalWriter(StandardDescriptors.WasOpen(2) ? Console.Error : TextWriter.Null, null);

    /// <summary>Whether messages go to a terminal.</summary>
    public static bool IsTerminal => StandardDescriptors.WasOpen(2) && !Console.IsErrorRedirected;

    /// <summary>Opens standard input.</summary>
    /// <exception cref="IOException">It is closed.</exception>
    public static Stream OpenInput() => StandardDescriptors.WasOpen(0)
        ? Console.OpenStandardInput()
        : throw new IOException("Standard input is closed, so there is nothing to read. Give a file, or feed it through a pipe.");

    private sealed class ClosedWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("It is closed.");

        public override void Write(string? value) => throw new IOException("It is closed.");
    }
}
