using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using MaskClip.CommandLine.Commands;

namespace MaskClip.CommandLine.Terminal;

/// <summary>System.CommandLine's help under the name that users type: it would take the assembly's.</summary>
public sealed class HelpText(HelpAction help, string program) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Puts this help in place of the usual.</summary>
    public static void Install(RootCommand root, string program)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpText((HelpAction)option.Action!, program);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        int code = help.Invoke(parseResult);
        output.Write(text.ToString().Replace($"  {parseResult.RootCommandResult.Command.Name}", $"  {program}", StringComparison.Ordinal));
        if (parseResult.CommandResult.Command is Verb verb) output.WriteLine($"Example:\n  {verb.Example}\n");
        return code;
    }
}
