using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Text;
using MaskClip.Towers;
using MaskClip.Training.Contrastive.Towers;
using TorchSharp;

namespace MaskClip.Training.Contrastive;

/// <summary>Builds the network of a run.</summary>
public static class NetworkBuilder
{
    /// <summary>Builds it with random weights, or those of the model that the run starts from; frozen parts have no gradients.</summary>
    /// <exception cref="CheckpointException">The model cannot be read, or lacks a tower.</exception>
    /// <exception cref="OptionsException">The options do not fit it.</exception>
    internal static ClipNetwork Build(ContrastiveOptions options)
    {
        using var start = options.Start is { } path ? Checkpoint.Open(path) : null;
        var config = start is null ? options.Network! : ClipConfigInference.Infer(start);
        if (config.Image is null || config.Text is null)
        {
            throw new CheckpointException(start!.Path, "it has one tower only; training needs a CLIP model with both.");
        }

        CheckRules(start?.Path ?? "", config);
        if (options.ImageSize is { } size && size != config.Image.ImageSize) config = config with { Image = Resized(config.Image, size) };
        Check(options, config);
        var type = options.BFloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32;
        var network = new ClipNetwork(config, options.Seed, type);
        try
        {
            if (start is not null) network.Load(start);
            foreach (var (name, value) in network.Parameters) value.requires_grad = !options.Optimization.Freezes(name);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Side of the pictures that a model was trained on.</summary>
    /// <exception cref="CheckpointException">It cannot be read, or has no image tower.</exception>
    public static int ImageSizeOf(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        return ClipConfigInference.Infer(checkpoint).Image?.ImageSize ?? throw new CheckpointException(path, "it has no image tower.");
    }

    // What is written keeps one activation and one epsilon, and knows OpenAI's texts only.
    private static void CheckRules(string path, ClipConfig config)
    {
        var text = config.Text!;
        var rule = (config.Activation, config.TextActivation) switch
        {
            (Activation.TanhGelu, _) or (_, Activation.TanhGelu) => "the tanh form of GELU",
            var (images, texts) when images != texts => "two activations",
            _ when config.Epsilon != config.TextEpsilon => "two epsilons",
            _ when text.ReadsPadding || text.Place != TextPlace.End || text.EndOfText is not (null or ClipTokenizer.EndOfText) =>
                "texts that are not read at CLIP's end token, each token seeing those before it",
            _ when text.HasProjectionBias => "a bias behind the text projection",
            _ when text.VocabularySize != ClipTokenizer.VocabularySize => $"another tokenizer ({text.VocabularySize} tokens)",
            _ => null,
        };
        if (rule is not null)
        {
            throw new CheckpointException(
                path, $"it has {rule}, which training does not keep. Start from a model as OpenAI published them.");
        }
    }

    private static ImageTowerConfig Resized(ImageTowerConfig tower, int size) => size > 0 && size % tower.Stride == 0
        ? tower switch
        {
            VisionTransformerConfig vit => vit with { ImageSize = size },
            ModifiedResNetConfig resNet => resNet with { ImageSize = size },
            _ => tower,
        }
        : throw new OptionsException($"Pictures of {size} pixels do not fit this image tower; a multiple of {tower.Stride} is needed.");

    private static void Check(ContrastiveOptions options, ClipConfig config)
    {
        var (patches, small) = (options.Sampling.Patches, options.Sampling.Small);
        if (patches == 0 && small == 0) return;
        if (config.Image is not VisionTransformerConfig vit)
        {
            throw new OptionsException(
                "Patches can be left out, and pictures be small, for a vision transformer only; the image tower is a ResNet.");
        }

        // A batch's pictures have equally many patches.
        int most = small > 0 ? vit.TrainedGrid / 2 * (vit.TrainedGrid / 2) : vit.TrainedGrid * vit.TrainedGrid;
        var error = (patches, small) switch
        {
            _ when patches < 0 || patches > most =>
                $"{patches} patches of a picture; 1 to {most} are allowed{(small > 0 ? " with small pictures" : ", or 0 for all")}.",
            (0, > 0 and < 1) => $"Small pictures among others have fewer patches: say how many a picture shows, 1 to {most}.",
            (_, > 0) when vit.TrainedGrid % 2 != 0 =>
                $"Pictures of half the side need an even number of patches a side; there are {vit.TrainedGrid}.",
            _ => null,
        };
        if (error is not null) throw new OptionsException(error);
    }
}
