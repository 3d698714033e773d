using System.CommandLine;
using MaskClip.Cli.Terminal;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Terminal;
using MaskClip.Evaluation;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip eval protocols</c>: whose settings there are, and every one of them.</summary>
internal static class EvalProtocolsCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var name = new Argument<string?>("name")
        {
            Description = $"One of: {string.Join(", ", EvaluationProtocol.KnownNames)}. Without: all in a sentence.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var layout = new Option<string>("--layout")
        {
            Description = "The data set, see 'maskclip datasets list'.",
            DefaultValueFactory = _ => "voc20",
            HelpName = "name",
        };
        var method = new Option<string>("--method")
        {
            Description = "The method: the successors' settings differ.",
            DefaultValueFactory = _ => "maskclip",
            HelpName = "name",
        };
        var command = new Verb(
            "protocols",
            "Show the protocols and all their settings.",
            "maskclip eval protocols unified --layout voc21 --method naclip",
            name,
            layout,
            method);
        command.SetAction(result =>
        {
            var set = result.GetValue(layout)!;
            EvaluationProtocol Protocol(string one) => Find(one, set, result.GetValue(method)!);
            if (result.GetValue(name) is { } one) Print(host.Output, Protocol(one), set);
            else
                Tables.Write(
                    host.Output,
                    ["protocol", "what it is"],
                    EvaluationProtocol.KnownNames.Select(known => new[] { known, Protocol(known).Summary }));
            return ExitCode.Done;
        });
        return command;
    }

    private static EvaluationProtocol Find(string name, string layout, string method)
    {
        if (SegmentationDataset.Layouts.All(one => one.Name != layout))
        {
            throw new UsageException(
                $"Unknown --layout '{layout}'. Available: {string.Join(", ", SegmentationDataset.Layouts.Select(one => one.Name))}.");
        }

        return EvaluationProtocol.For(name, layout, method);
    }

    private static void Print(TextWriter output, EvaluationProtocol protocol, string layout)
    {
        output.WriteLine($"{protocol.Name} on {layout}: {protocol.Summary}");
        foreach (var (name, value) in ProtocolText.Values(protocol)) output.WriteLine($"{name,-22} {value}");
        if (protocol.Names is { } names)
        {
            output.WriteLine("names");
            foreach (var texts in names) output.WriteLine($"  {string.Join('|', texts)}");
        }

        foreach (var remark in protocol.Remarks) output.WriteLine($"note: {remark}");
    }
}
