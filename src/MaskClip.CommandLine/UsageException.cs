namespace MaskClip.CommandLine;

/// <summary>The command was used wrongly. The message names the value, what is allowed, and what to do.</summary>
public sealed class UsageException(params IReadOnlyList<string> lines) : Exception(string.Join(' ', lines))
{
    /// <summary>What is wrong, each in a line of its own.</summary>
    public IReadOnlyList<string> Lines { get; } = lines;
}
