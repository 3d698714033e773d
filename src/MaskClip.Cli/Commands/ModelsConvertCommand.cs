using System.CommandLine;
using MaskClip.Clip;
using MaskClip.Dense;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip models convert</c>: builds the cached graphs ahead of the first photo.</summary>
internal static class ModelsConvertCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var name = new Argument<string?>("model") { Description = "A model's name, or a path to a checkpoint file or folder.", Arity = ArgumentArity.ExactlyOne };
        var model = new ModelOptions();
        var command = new Verb(
            "convert",
            "Write a model's towers into the cache as ONNX graphs and print their paths; weights lie beside each graph.",
            "maskclip models convert ViT-B-16.pt --method maskclip",
            [name, .. model.Tower]);
        command.SetAction(result =>
        {
            var options = model.Read(result, host);
            options.Validate();
            var last = LastBlock.Parse(options.Method);
            using var opened = Segmenter.Open(host.Models.Resolve(result.GetValue(name)), options);
            if (opened.Config.Image is { } image)
            {
                int stride = Segmenter.OutputStrideOf(image, options);
                host.Output.WriteLine(opened.ImageGraph(last, key: false, stride));
                host.Output.WriteLine(opened.ImageGraph(last, key: true, stride));
            }

            if (opened.Config.Text is not null) host.Output.WriteLine(opened.TextGraph());
            return ExitCode.Done;
        });
        return command;
    }
}
