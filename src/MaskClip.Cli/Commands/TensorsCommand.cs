using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.Parity;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip tensors</c>: runs given tensors through a model, to compare with other implementations.</summary>
internal static class TensorsCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var input = new Option<string?>("--input", "-i")
        {
            Description =
                "safetensors with image [n,3,h,w] (normalized), text [c,d] (unit rows), tokens [m,k]; image or tokens may be missing. " +
                "Or image and mask [n,c,h,w] for PAMR.",
            HelpName = "file",
        };
        var texts = new Option<string?>("--texts")
        {
            Description =
                "Texts for the model's own tokenizer and text tower: .json (a list, or one named texts), .jsonl, or one a line. Gives " +
                "text_features.",
            HelpName = "file",
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "safetensors to write: features, features_raw, key, logits, image_features, text_features; or pamr.",
            Required = true,
            HelpName = "file",
        };
        var model = new ModelOptions();
        var refinement = new RefinementOptions();
        var command = new Verb(
            "tensors",
            "Run tensors through a model and write what comes out, to compare with another implementation. A ResNet's output stride is " +
            "32 unless said.",
            "maskclip tensors --weights ViT-B-16.pt --input in.safetensors --output out.safetensors --method maskclip --key-smoothing 1.0",
            [input, texts, output, .. model.Choice, .. model.Tower, .. refinement.Scores]);
        command.SetAction((result, cancellationToken) =>
        {
            var options = model.Read(result, host);
            options.Validate();
            var (tensorsPath, textsPath) = (result.GetValue(input), result.GetValue(texts));
            if (tensorsPath is not null && Path.GetExtension(tensorsPath).StartsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                if (textsPath is not null)
                    throw new UsageException($"--input is '{tensorsPath}' and --texts is '{textsPath}': both are texts; give one of them.");
                (tensorsPath, textsPath) = (null, tensorsPath);
            }

            if (tensorsPath is null && textsPath is null)
                throw new UsageException("There is nothing to run: give --input (safetensors), --texts, or both.");
            var sentences = textsPath is null ? [] : TextsFile.Read(Path.Combine(host.Folder, textsPath));
            var results = TensorRun.Run(
                model.Source(result, host, cancellationToken),
                options,
                refinement.Read(result),
                tensorsPath is null ? null : Path.Combine(host.Folder, tensorsPath),
                sentences,
                Path.Combine(host.Folder, result.GetValue(output)!),
                cancellationToken);
            if (!result.GetValue(Verb.Quiet))
            {
                foreach (var (name, shape) in results) host.Error.WriteLine($"{name} [{string.Join(", ", shape)}]");
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
