using System.CommandLine;
using System.Text.Json.Nodes;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.Train.Flags;
using MaskClip.Train.Terminal;
using MaskClip.Training.Contrastive;

namespace MaskClip.Train.Commands;

/// <summary><c>maskclip-train clip</c>: pictures and captions go in, a CLIP model comes out.</summary>
internal sealed class ClipCommand
{
    private const int UsualImageSize = 128;

    private readonly PairFlags pairs = new();
    private readonly TowerFlags towers = new();
    private readonly ContrastiveFlags optimization = new();
    private readonly ValidationFlags validation = new();
    private readonly NameOptions names = new();
    private readonly Option<bool> half = new("--half") { Description = "Write the model in fp16." };
    private readonly Option<bool> trainedTokens = new("--trained-tokens")
    {
        Description = "Write only the token embeddings that were trained: a small file, which only maskclip reads.",
    };
    private readonly Option<int> checkpointEvery = new("--checkpoint-every")
    {
        Description = "Steps between checkpoints.",
        DefaultValueFactory = _ => 200,
        HelpName = "n",
    };
    private readonly Option<int> seed = new("--seed") { Description = "Of all random numbers.", HelpName = "n" };
    private readonly Option<string> device = new("--device")
    {
        Description = "auto, cpu, cuda or cuda:N.",
        DefaultValueFactory = _ => "auto",
    };
    private readonly Option<int> threads = new("--threads") { Description = "Threads of the engine; 0 is one per core.", HelpName = "n" };
    private readonly Option<int> prefetch = new("--prefetch")
    {
        Description = "Samples prepared ahead; 0 is those of a step.",
        HelpName = "n",
    };
    private readonly Option<string?> output = new("--output", "-o") { Description = "The run's folder.", HelpName = "folder" };
    private readonly Option<bool> resume = new("--resume") { Description = "Go on from the folder's checkpoint; without one, begin." };
    private readonly CliHost host;

    private ClipCommand(CliHost host) => this.host = host;

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var verb = new ClipCommand(host);
        var command = new Verb(
            "clip",
            "Train a CLIP model, both towers, on pictures and their captions: from random weights, or from a model that is to learn " +
            "your domain.",
            "maskclip-train clip --pairs photos/ --tower vit --patch 8 --steps 20000 --output runs/own-clip",
            [
                .. verb.pairs.All,
                .. verb.towers.All,
                .. verb.optimization.All,
                .. verb.validation.All,
                .. verb.names.All,
                verb.half,
                verb.trainedTokens,
             verb.checkpointEvery, verb.seed, verb.device, verb.threads, verb.prefetch, verb.output, verb.resume]);
        command.SetAction((result, cancellationToken) => Task.FromResult(verb.Run(result, cancellationToken)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        var options = Read(result);
        var remarks = new JsonObject { ["_pairs"] = options.Pairs.Identity, ["_evaluation-photos"] = options.EvaluationPhotos.Count };
        var terminal = new ContrastiveTerminal(host, result.GetValue(Verb.Quiet), () => OptionsFile.Write(options.Output, result, remarks));
        try
        {
            ContrastiveTrainer.Run(options, terminal, cancellationToken);
            terminal.End(Path.Combine(options.Output, "model.safetensors"));
        }
        catch (OperationCanceledException)
        {
            terminal.Break();
            host.Error.WriteLine($"Stopped with a checkpoint in {options.Output}; the same command with --resume goes on.");
            throw;
        }

        return ExitCode.Done;
    }

    private ContrastiveOptions Read(ParseResult result)
    {
        var folder = result.GetValue(output)
            ?? throw new UsageException("--output is missing: name the run's folder, for example --output runs/own-clip.");
        var start = towers.Start(result, host);
        int side = towers.ImageSize(result) ?? (start is null ? UsualImageSize : NetworkBuilder.ImageSizeOf(start));
        var (photos, vocabulary) = validation.Read(result, host, pairs.IsWorld(result), side);
        return new ContrastiveOptions
        {
            Pairs = pairs.Open(result, host, side, result.GetValue(seed)),
            Network = start is null ? towers.Network(result) : null,
            Start = start,
            ImageSize = side,
            Sampling = pairs.Read(result),
            Optimization = optimization.Read(result),
            SelfTraining = optimization.SelfTraining(result, vocabulary, pairs.IsWorld(result)),
            BFloat16 = optimization.BFloat16(result),
            EvaluationPhotos = photos,
            Vocabulary = vocabulary,
            Validation = names.Apply(
                new SegmenterOptions { Photos = new() { Size = validation.Size(result) ?? side }, Threads = result.GetValue(threads) },
                result),
            EvaluateEvery = validation.Every(result),
            CheckpointEvery = result.GetValue(checkpointEvery),
            SheetPhotos = validation.Sheets(result),
            Half = result.GetValue(half),
            TrainedTokensOnly = result.GetValue(trainedTokens),
            Output = Path.Combine(host.Folder, folder),
            Resume = result.GetValue(resume),
            Seed = result.GetValue(seed),
            Device = result.GetValue(device)!,
            Threads = result.GetValue(threads),
            Prefetch = result.GetValue(prefetch),
        };
    }
}
