namespace MaskClip.Cli.Tests;

/// <summary>What a run left: exit code, standard output, standard error.</summary>
internal sealed record CliResult(int Code, string Output, string Error)
{
    /// <summary>Standard output, line by line.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
