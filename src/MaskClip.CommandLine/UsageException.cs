namespace MaskClip.CommandLine;

/// <summary>The command was used wrongly. The message names the value, what is allowed, and what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);
