using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.Label.Workers;

namespace MaskClip.Label.Commands;

/// <summary>The process that holds the model. A photo that kills it kills nothing else.</summary>
internal static class WorkerCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var inputs = new Argument<string[]>("inputs") { Description = "Where the photos are from.", Arity = ArgumentArity.ZeroOrMore };
        var options = new LabelingOptions();
        var verb = new Verb(
            WorkerProcess.Verb,
            "Label shards that standard input asks for: what 'run' starts.",
            "maskclip-label worker --prompt cat < requests.jsonl",
            [inputs, .. options.All])
        {
            Hidden = true,
        };
        verb.SetAction((result, cancellationToken) => RunAsync(host, options, result, result.GetValue(inputs) ?? [], cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(
        CliHost host, LabelingOptions options, ParseResult result, string[] inputs, CancellationToken cancellationToken)
    {
        using var input = new StreamReader(host.OpenInput());
        var answers = new WorkerAnswers(host.Output);
        try
        {
            using var labeling = options.Load(result, host, inputs, cancellationToken);
            answers.Ready(labeling);
            await new WorkerRequests(labeling, answers, options.MaxPixels(result)).AnswerAsync(input, cancellationToken);
            return ExitCode.Done;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            answers.Error(error, result.GetValue(Verb.Verbose));
            return ExitCode.Failed;
        }
    }
}
