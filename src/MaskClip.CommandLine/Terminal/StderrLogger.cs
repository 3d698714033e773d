using MaskClip.Storage;
using Microsoft.Extensions.Logging;

namespace MaskClip.CommandLine.Terminal;

/// <summary>Writes the library's warnings to stderr, each once; with <c>--verbose</c> its remarks too.</summary>
internal sealed class StderrLogger(TextWriter error, bool verbose) : ILogger
{
    private readonly HashSet<string> said = [];

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= (verbose ? LogLevel.Debug : LogLevel.Warning);

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var message = FlagHints.Add(formatter(state, exception));
        lock (said)
        {
            if (said.Add(message)) error.WriteLine(Printable.Of(logLevel >= LogLevel.Warning ? $"warning: {message}" : message));
        }
    }
}
