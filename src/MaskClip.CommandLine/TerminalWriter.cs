using System.Diagnostics.CodeAnalysis;
using System.Text;
using MaskClip.Storage;

namespace MaskClip.CommandLine;

/// <summary>
/// A standard stream that texts from outside go to: control characters in them are escaped, whoever writes them. Only
/// <see cref="StatusLine"/> draws.
/// </summary>
/// <param name="inner">The stream.</param>
/// <param name="what">Its name in messages; <see langword="null"/> for one whose failure nobody could be told of, and stops
/// nothing.</param>
internal sealed class TerminalWriter(TextWriter inner, string? what) : TextWriter
{
    private char? half;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    [AllowNull]
    public override string NewLine
    {
        get => inner.NewLine;
        set => inner.NewLine = value;
    }

    /// <summary>Writes text of this program as it is.</summary>
    public void Draw(string text) => Try(() => inner.Write(text));

    /// <inheritdoc/>
    public override void Write(char value)
    {
        if (char.IsHighSurrogate(value) && half is null) half = value;
        else Write($"{value}");
    }

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (half is { } first) (value, half) = ($"{first}{value}", null);
        if (value is { Length: > 0 }) Try(() => inner.Write(Printable.Lines(value)));
    }

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <inheritdoc/>
    public override void WriteLine() => Write(NewLine);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write($"{value}{NewLine}");

    /// <inheritdoc/>
    public override void WriteLine(ReadOnlySpan<char> buffer) => WriteLine(buffer.ToString());

    /// <inheritdoc/>
    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            if (what is not null) throw new IOException($"{what} cannot be written: {error.Message}", error);
        }
    }
}
