using System.CommandLine;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip sample</c>: draws the postcard.</summary>
internal static class SampleCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var output = new Option<string>("--output", "-o") { Description = "The PNG file to write.", DefaultValueFactory = _ => "postcard.png", HelpName = "file" };
        var resolution = new Option<string>("--resolution") { Description = "Width and height in pixels.", DefaultValueFactory = _ => "640x448", HelpName = "WxH" };
        var command = new Verb(
            "sample",
            "Draw a postcard to try things on: sky, sun, mountain, tree, grass, road, house, car, water. The same every time.",
            "maskclip sample --output postcard.png",
            output,
            resolution);
        command.SetAction(result =>
        {
            var (width, height) = ParseResolution(result.GetValue(resolution)!);
            var path = result.GetValue(output)!;
            SamplePostcard.Draw(width, height).SavePng(Path.Combine(host.Folder, path));
            if (!result.GetValue(Verb.Quiet)) host.Error.WriteLine($"{path}: {width}x{height}");
            return ExitCode.Done;
        });
        return command;
    }

    private static (int Width, int Height) ParseResolution(string text)
    {
        var parts = text.Split('x', 'X');
        return parts.Length == 2 && int.TryParse(parts[0], out int width) && int.TryParse(parts[1], out int height) && width is >= 64 and <= 8192 && height is >= 64 and <= 8192
            ? (width, height)
            : throw new UsageException($"--resolution is '{text}'; width and height of 64 to 8192 pixels are expected, as in 640x448.");
    }
}
