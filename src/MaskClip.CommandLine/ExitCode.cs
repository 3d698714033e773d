namespace MaskClip.CommandLine;

/// <summary>What the process says when it ends.</summary>
public static class ExitCode
{
    /// <summary>Everything that was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>The job failed: nothing came of it.</summary>
    public const int Failed = 1;

    /// <summary>The command was used wrongly; nothing was begun.</summary>
    public const int WrongUsage = 2;

    /// <summary>Some inputs failed, the others are done.</summary>
    public const int SomeFailed = 3;

    /// <summary>Cancelled, as by Ctrl-C.</summary>
    public const int Cancelled = 130;
}
