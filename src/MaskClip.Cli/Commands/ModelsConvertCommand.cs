using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Inputs;
using MaskClip.Export;
using MaskClip.Quantization;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip models convert</c>: builds the cached graphs ahead of the first photo.</summary>
internal static class ModelsConvertCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var name = new Argument<string?>("model")
        {
            Description = "A model's name, or a path to a checkpoint file or folder.",
            Arity = ArgumentArity.ExactlyOne,
        };
        var calibration = new Option<string[]>("--calibration")
        {
            Description =
                "With --precision int8: photos, folders or patterns to choose the image tower's layers with, anew. Default: views of " +
                "the sample postcard.",
            HelpName = "photos",
        };
        var model = new ModelOptions();
        var command = new Verb(
            "convert",
            "Write a model's towers into the cache as ONNX graphs and print their paths; weights lie beside each graph.",
            "maskclip models convert ViT-B-16.pt --precision int8 --calibration photos/",
            [name, calibration, .. model.Tower]);
        command.SetAction(result =>
        {
            var options = model.Read(result, host);
            options.Validate();
            string[] photos = result.GetValue(calibration) ?? [];
            if (photos.Length > 0 && options.Precision != Precision.Int8)
                throw new UsageException("--calibration is for --precision int8: fp32 has nothing to choose.");
            var found = photos.Length == 0 ? [] : PhotoInputs.Find(photos, RgbImage.DefaultMaxPixels, host);
            var towers = ModelConversion.Run(
                host.Models.Resolve(result.GetValue(name)),
                options,
                [.. found.Select(photo => (Func<RgbImage>)photo.Load)],
                string.Join(", ", photos));
            foreach (var tower in towers)
            {
                Report(host, tower.Tower, tower.Layers, result.GetValue(Verb.Verbose));
                foreach (var graph in tower.Graphs) host.Output.WriteLine(graph);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Report(CliHost host, string tower, LayerChoice? choice, bool all)
    {
        if (choice is null) return;
        int kept = choice.Kept.Count();
        host.Error.WriteLine(kept == 0
            ? $"{tower} tower: all {choice.Layers.Count} layers in int8; mean cosine with fp32 {choice.Cosine:0.0000} on {choice.Samples}"
            : $"{tower} tower: {choice.Layers.Count - kept} of {choice.Layers.Count} layers in int8; mean cosine with fp32 " +
                $"{choice.Cosine:0.0000} on {choice.Samples} (with all in int8: {choice.CosineOfAll:0.0000})");
        foreach (var layer in choice.Layers.Where(layer => all || layer.Kept).OrderByDescending(layer => layer.Damage))
        {
            host.Error.WriteLine(
                $"  {(layer.Kept ? "stays in fp32" : "int8         ")}  {layer.Layer}  alone in int8 it costs {layer.Damage:0.000000} " +
                $"of the cosine");
        }
    }
}
