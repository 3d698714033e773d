using System.CommandLine;
using MaskClip.Cli.Terminal;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.World;
using MaskClip.World.Files;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip sample</c>: draws one picture, or a folder of the small world's scenes with their masks and captions.</summary>
internal sealed class SampleCommand
{
    private readonly Option<string?> output = new("--output", "-o")
    {
        Description = "The PNG file to write; with --count the folder. Default: postcard.png, world.",
        HelpName = "file",
    };
    private readonly Option<string?> size = new("--size", "--resolution")
    {
        Description = "Width and height in pixels. Default: 640x448; with --count 128x128.",
        HelpName = "WxH",
    };
    private readonly Option<string> scene = new("--scene")
    {
        Description = "The one picture: postcard, things (all that is in the small world, by name), or a scene's number.",
        DefaultValueFactory = _ => "postcard",
        HelpName = "name|n",
    };
    private readonly Option<int?> count = new("--count", "-n")
    {
        Description = "Draw so many scenes of the small world with masks, captions and a manifest into a folder. Finished ones are kept.",
        HelpName = "n",
    };
    private readonly Option<int> seed = new("--seed")
    {
        Description = "With --count: which series of scenes. The same seed draws the same scenes everywhere.",
        DefaultValueFactory = _ => 1,
        HelpName = "n",
    };
    private readonly Option<string> split = new("--split")
    {
        Description = "train: without the held-out combinations of color and thing; test: with them.",
        DefaultValueFactory = _ => "train",
        HelpName = "name",
    };
    private readonly Option<int> captions = new("--captions")
    {
        Description = "With --count: captions a scene.",
        DefaultValueFactory = _ => 5,
        HelpName = "n",
    };
    private readonly CliHost host;

    private SampleCommand(CliHost host) => this.host = host;

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var verb = new SampleCommand(host);

        // --size is WxH here and the short side elsewhere, --seed and --split mean other things to eval: one verb's settings are not
        // another's.
        var command = new Verb(
            "sample",
            "Draw pictures to try things on: a postcard, or any number of scenes of a small world with exact masks and captions.",
            "maskclip sample --count 500 --seed 7 --size 128x128 --split test --output world/test",
            [verb.output, verb.size, verb.scene, verb.count, verb.seed, verb.split, verb.captions])
        { TakesSettings = false };
        command.SetAction((result, cancellationToken) => Task.FromResult(verb.Run(result, cancellationToken)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        bool quiet = result.GetValue(Verb.Quiet);
        if (result.GetValue(count) is { } many) DrawFolder(result, many, quiet, cancellationToken);
        else DrawPicture(result, quiet);
        return ExitCode.Done;
    }

    private void DrawPicture(ParseResult result, bool quiet)
    {
        var (width, height) = ReadSize(result, "640x448", 64, 4096);
        var path = result.GetValue(output) ?? "postcard.png";
        var picture = result.GetValue(scene)! switch
        {
            "postcard" => SamplePostcard.Draw(width, height),
            "things" => ThingSheet.Draw(),
            var text when long.TryParse(text, out long number) => SmallWorld.Scene(number, ReadSplit(result), width, height).Picture,
            var text => throw new UsageException($"--scene is '{text}'; postcard, things and whole numbers are allowed."),
        };
        picture.SavePng(Path.Combine(host.Folder, path));
        if (!quiet) host.Error.WriteLine($"{path}: {picture.Width}x{picture.Height}");
    }

    private void DrawFolder(ParseResult result, int many, bool quiet, CancellationToken cancellationToken)
    {
        if (many is < 1 or > 1_000_000) throw new UsageException($"--count is {many}; 1 to 1000000 are allowed.");
        if (result.GetValue(seed) is < 0 and var negative) throw new UsageException($"--seed is {negative}; 0 or more is allowed.");
        if (result.GetValue(captions) is < 1 or > 100)
            throw new UsageException($"--captions is {result.GetValue(captions)}; 1 to 100 are allowed.");
        var (width, height) = ReadSize(result, "128x128", 32, 2048);
        var folder = result.GetValue(output) ?? "world";
        var order = new SceneOrder(many, result.GetValue(seed), ReadSplit(result), width, height, result.GetValue(captions));
        int kept = 0;
        BatchProgress? progress = null;
        WorldFolder.Draw(Path.Combine(host.Folder, folder), order, drawn =>
        {
            if (!drawn) kept++;
            else if (!quiet)
                (progress ??= new BatchProgress(host.Error, host.IsTerminal, many - kept, "drawn", things: "scenes")).Add(success: true);
        }, cancellationToken);
        progress?.End();
        if (!quiet)
            host.Error.WriteLine($"{folder}: {many} scenes of {width}x{height}{(kept > 0 ? $", {kept} of them were there already" : "")}");
    }

    private WorldSplit ReadSplit(ParseResult result) => result.GetValue(split)!.ToLowerInvariant() switch
    {
        "train" => WorldSplit.Train,
        "test" => WorldSplit.Test,
        var text => throw new UsageException($"--split is '{text}'; train and test are allowed."),
    };

    private (int Width, int Height) ReadSize(ParseResult result, string usual, int min, int max)
    {
        var text = result.GetValue(size) ?? usual;
        var parts = text.Split('x', 'X');
        return parts.Length == 2 && int.TryParse(parts[0], out int width) && int.TryParse(parts[1], out int height) && width >= min
            && width <= max && height >= min && height <= max
            ? (width, height)
            : throw new UsageException($"--size is '{text}'; width and height of {min} to {max} pixels are expected, as in {usual}.");
    }
}
