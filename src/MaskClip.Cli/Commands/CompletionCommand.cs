using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip completion</c>: scripts that let a shell complete verbs, options and values.</summary>
internal static class CompletionCommand
{
    // Each script asks the command itself, through System.CommandLine's [suggest:POSITION] directive.
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bash"] = """
            _maskclip() {
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$(maskclip "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _maskclip maskclip
            """,
        ["zsh"] = """
            _maskclip() {
                local -a suggestions
                suggestions=("${(@f)$(maskclip "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
                compadd -a suggestions
                _files
            }
            compdef _maskclip maskclip
            """,
        ["fish"] = """
            complete -c maskclip -a '(maskclip "[suggest:"(string length (commandline -cp))"]" (commandline -cp) 2>/dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName maskclip -ScriptBlock {
                param($word, $line, $position)
                maskclip "[suggest:$position]" "$line" 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var shell = new Argument<string>("shell") { Description = $"One of: {string.Join(", ", Scripts.Keys)}." };
        var command = new Verb(
            "completion", "Print a script that lets your shell complete maskclip.", "maskclip completion bash >> ~/.bashrc", shell);
        command.SetAction(result =>
        {
            var name = result.GetValue(shell)!;
            host.Output.WriteLine(Scripts.TryGetValue(name, out var script)
                ? script
                : throw new UsageException($"Unknown shell '{name}'. Available: {string.Join(", ", Scripts.Keys)}."));
            return ExitCode.Done;
        });
        return command;
    }
}
