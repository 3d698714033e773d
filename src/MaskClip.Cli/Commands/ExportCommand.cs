using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip export onnx</c>: gives a model or a student to other runtimes.</summary>
internal static class ExportCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(
        CliHost host) => new Verb(
            "export",
            "Export a model or a student for other runtimes.",
            "maskclip export onnx --student runs/voc/student.safetensors",
            [Onnx(host)]);

    private static Verb Onnx(CliHost host)
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder for the files.",
            DefaultValueFactory = _ => "onnx",
            HelpName = "folder",
        };
        var single = new Option<bool>("--single-file")
        {
            Description = "Put the weights into the ONNX files, which may then have at most 2 GiB, instead of beside them.",
        };
        var size = new Option<int?>("--size")
        {
            Description = "Side in pixels of the square photos whose position tables are written with a transformer. Default: by model.",
            HelpName = "pixels",
        };
        var keys = new Option<bool>("--keys") { Description = "Let the image graph give keys too, for key smoothing." };
        var model = new ModelOptions();
        var student = new StudentOption([.. model.Choice, .. model.TowerOfModel, size, keys]);
        var command = new Verb(
            "onnx",
            "Write ONNX files, their weights and onnx.json, which says what goes in and what comes out; print their paths.",
            "maskclip export onnx --model ViT-B-16 --method maskclip --output onnx/",
            [student, .. model.Choice, .. model.Tower, size, keys, single, output]);
        command.SetAction(result =>
        {
            var folder = Path.Combine(host.Folder, result.GetValue(output)!);
            var files = student.Read(result, host) is { } path
                ? OnnxExport.Student(path, folder, result.GetValue(single), host.CacheFolder)
                : OnnxExport.Model(model.Source(result, host), Options(result), folder, result.GetValue(single));
            foreach (var file in files) host.Output.WriteLine(file);
            return ExitCode.Done;
        });
        return command;

        SegmenterOptions Options(ParseResult result)
        {
            var options = model.Read(result, host);
            return options with { Photos = options.Photos with { Size = result.GetValue(size), Keys = result.GetValue(keys) } };
        }
    }
}
