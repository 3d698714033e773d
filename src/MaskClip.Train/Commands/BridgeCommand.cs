using System.CommandLine;
using System.Text.Json.Nodes;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.Models;
using MaskClip.Storage;
using MaskClip.Train.Flags;
using MaskClip.Train.Terminal;
using MaskClip.Training.Bridge;

namespace MaskClip.Train.Commands;

/// <summary><c>maskclip-train bridge</c>: an image network that is there learns words from photos with captions or tags.</summary>
internal sealed class BridgeCommand
{
    private static readonly BridgeOptions Usual = new() { Photos = [], Model = new ModelSource("", "", ""), Output = "" };

    private readonly TaggedPhotoFlags photos = new();
    private readonly MapFlags map = new();

    private readonly Option<string> model = new("--model", "-m")
    {
        Description = "Bridge model, by name or path, whose text encoder is used, and its image network unless --image names one.",
        DefaultValueFactory = _ => InstalledModels.Photo,
        HelpName = "name",
    };

    private readonly Option<string?> image = new("--image")
    {
        Description =
            "ResNet checkpoint with torchvision's names (.pth or .safetensors), trained with ImageNet's mean and deviation. " +
            "Default: the model's.",
        HelpName = "file",
    };

    private readonly Option<int> size = new("--size")
    {
        Description = "Short side in pixels of the photos that are learned from.",
        DefaultValueFactory = _ => Usual.Size,
        HelpName = "n",
    };

    private readonly Option<string?> features = new("--features")
    {
        Description = "Folder for the image network's features, to share them between runs. Default: 'features' in the output folder.",
        HelpName = "folder",
    };

    private readonly Option<int> checkpointEvery = new("--checkpoint-every")
    {
        Description = "Steps between checkpoints.",
        DefaultValueFactory = _ => Usual.CheckpointEvery,
        HelpName = "n",
    };

    private readonly Option<int> seed = new("--seed") { Description = "Seed of all random numbers.", HelpName = "n" };

    private readonly Option<string> device = new("--device")
    {
        Description = "auto, cpu, cuda or cuda:N.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<int> threads = new("--threads") { Description = "Threads of both engines; 0 is one per core.", HelpName = "n" };

    private readonly Option<string?> output = new("--output", "-o")
    {
        Description = "The run's folder, which becomes the model's.",
        HelpName = "folder",
    };

    private readonly Option<bool> resume = new("--resume") { Description = "Go on from the folder's checkpoint; without one, begin." };
    private readonly CliHost host;

    private BridgeCommand(CliHost host) => this.host = host;

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var verb = new BridgeCommand(host);
        var command = new Verb(
            "bridge",
            "Teach an image network that you have words, from photos with captions or tags: one linear map to a text encoder, trained " +
                "in minutes. Neither network is changed.",
            "maskclip-train bridge --pairs photos/ --image resnet50.pth --output runs/own-bridge",
            [.. verb.photos.All, verb.model, verb.image, verb.size, .. verb.map.All, verb.features, verb.checkpointEvery, verb.seed,
                verb.device, verb.threads, verb.output, verb.resume]);
        command.SetAction((result, cancellationToken) => Task.FromResult(verb.Run(result, cancellationToken)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        var options = Read(result);
        var identities = options.Photos.Select(source => JsonValue.Create(source.Pairs.Identity)).ToArray();
        var remarks = new JsonObject { ["_photos"] = new JsonArray([.. identities]) };
        var terminal = new BridgeTerminal(host, result.GetValue(Verb.Quiet), () => OptionsFile.Write(options.Output, result, remarks));
        try
        {
            BridgeTrainer.Run(options, terminal, cancellationToken);
            terminal.End(options.Output);
        }
        catch (OperationCanceledException)
        {
            terminal.Break();
            host.Error.WriteLine($"Stopped; what is done is in {options.Output}, and the same command with --resume goes on.");
            throw;
        }

        return ExitCode.Done;
    }

    private BridgeOptions Read(ParseResult result)
    {
        var folder = result.GetValue(output)
            ?? throw new UsageException("--output is missing: name the run's folder, for example --output runs/own-bridge.");
        var file = result.GetValue(image) is { } path ? Path.Combine(host.Folder, path) : null;
        if (file is not null && !File.Exists(file))
            throw new FileNotFoundException($"--image is '{result.GetValue(image)}'; there is no such file.");
        return new BridgeOptions
        {
            Photos = photos.Open(result, host),
            Words = photos.Words(result, host),
            Model = host.Models.Resolve(result.GetValue(model)),
            Image = file,
            Size = result.GetValue(size),
            Optimization = map.Optimization(result),
            SelfTraining = map.SelfTraining(result),
            Features = result.GetValue(features) is { } kept ? Path.Combine(host.Folder, kept) : null,
            Output = Path.Combine(host.Folder, folder),
            Resume = result.GetValue(resume),
            CheckpointEvery = result.GetValue(checkpointEvery),
            Seed = result.GetValue(seed),
            Device = result.GetValue(device)!,
            Threads = result.GetValue(threads),
            CacheFolder = host.CacheFolder,
        };
    }
}
