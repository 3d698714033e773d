using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Students;
using MaskClip.Towers;
using Microsoft.Extensions.Logging;

namespace MaskClip.Training.Students;

/// <summary>Builds the network that a run trains, with the weights it starts from.</summary>
internal static class StudentBuilder
{
    private static readonly Dictionary<string, StudentDecoder> Decoders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["deeplabv2"] = StudentDecoder.DeepLabV2,
        ["deeplabv3plus"] = StudentDecoder.DeepLabV3Plus,
        ["pspnet"] = StudentDecoder.PspNet,
        ["context"] = StudentDecoder.Context,
        ["linear"] = StudentDecoder.Linear,
    };

    private static readonly Dictionary<string, StudentClassifierKind> Classifiers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["frozen-text"] = StudentClassifierKind.FrozenText,
        ["learned"] = StudentClassifierKind.Learned,
        ["mapped-text"] = StudentClassifierKind.MappedText,
    };

    /// <summary>Builds the network.</summary>
    /// <param name="options">The run.</param>
    /// <param name="teacher">CLIP: its texts, and for a <c>clip</c> backbone its weights.</param>
    /// <exception cref="OptionsException">The network cannot be built so.</exception>
    /// <exception cref="CheckpointException">The weights to start from do not fit.</exception>
    public static StudentNetwork Build(TrainingOptions options, Segmenter teacher)
    {
        if (options.Student.Start is { } start) return Continue(start, options.Vocabulary);
        var config = options.Student.Config ?? Configure(options, teacher);
        var network = new StudentNetwork(config, TextRows(options, teacher), options.Seed);
        try
        {
            Initialize(network, options, teacher);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static StudentConfig Configure(TrainingOptions options, Segmenter teacher)
    {
        var student = options.Student;
        var parts = student.Network.Split('-', 2);
        if (parts.Length != 2 || !Decoders.TryGetValue(parts[0], out var decoder))
        {
            throw new OptionsException(
                $"Unknown student '{student.Network}'. Expected a decoder ({string.Join(" or ", Decoders.Keys)}), a hyphen, and a " +
                $"backbone ({string.Join(", ", StudentBackbone.Names)}, clip).");
        }

        // Its image pooling leaves one position a photo, and one number has no variance to be normalized with.
        if (decoder is StudentDecoder.DeepLabV3Plus or StudentDecoder.PspNet && options.Optimization.Batch < 2)
        {
            throw new OptionsException($"{parts[0]} needs a batch of 2 or more; it is {options.Optimization.Batch}.");
        }

        var named = student.ClassifierIn(options.Setting);
        if (!Classifiers.TryGetValue(named, out var classifier))
        {
            throw new OptionsException($"Unknown classifier '{named}'. Available: {string.Join(", ", Classifiers.Keys)}.");
        }

        if (BridgeStudents.Of(options, teacher) is { } bridge) return bridge.Configure(options, teacher, decoder, classifier);
        if (decoder == StudentDecoder.Context)
        {
            throw new OptionsException(
                $"Unknown student '{student.Network}'. A context decoder reads the map of a bridge model's ResNet: write " +
                $"context-resnet18.");
        }

        bool isClip = parts[1].Equals("clip", StringComparison.OrdinalIgnoreCase);
        if (decoder == StudentDecoder.Linear && !isClip)
        {
            throw new OptionsException(
                $"Unknown student '{student.Network}'. A linear decoder reads a CLIP model's transformer: write linear-clip.");
        }

        var (clip, scale) = isClip ? BackboneModel(student, teacher) : (null, 0);
        if (decoder == StudentDecoder.Linear) return Transformer(options, teacher, clip!, scale, classifier);
        var dilations = DilationsOf(student, decoder);
        WarnOfIdleDilations(dilations, options);
        return new StudentConfig
        {
            Decoder = decoder,
            Dilations = dilations,
            Backbone = clip is null ? StudentBackbone.Parse(parts[1]) : StudentBackbone.Of(clip.Image!),
            EmbeddingSize = teacher.EmbeddingSize,
            Classifier = classifier,
            LearnedBackground = student.LearnedBackground,
            Mean = clip?.Mean ?? ClipConfig.ImageNetMean,
            Std = clip?.Std ?? ClipConfig.ImageNetStd,
            PhotoSize = student.PhotoSize ?? options.Augmentation.ShortSide,
        };
    }

    /// <summary>The dilations that are asked for, or the decoder's own.</summary>
    /// <exception cref="OptionsException">Some are asked for and the decoder has none.</exception>
    internal static IReadOnlyList<int> DilationsOf(StudentOptions student, StudentDecoder decoder)
    {
        if (decoder == StudentDecoder.PspNet && student.Dilations is not null)
            throw new OptionsException("PSPNet has no dilations: leave them out.");
        return student.Dilations ?? decoder switch
        {
            StudentDecoder.DeepLabV2 => StudentConfig.DeepLabV2Dilations,
            StudentDecoder.DeepLabV3Plus => StudentConfig.DeepLabV3PlusDilations,
            StudentDecoder.Context => StudentConfig.ContextDilations,
            _ => [],
        };
    }

    private static StudentConfig Transformer(
        TrainingOptions options, Segmenter teacher, ClipConfig clip, float scale, StudentClassifierKind classifier)
    {
        var (student, crop) = (options.Student, options.Augmentation);
        if (student.Dilations is not null) throw new OptionsException("A linear decoder has no dilations: leave them out.");
        if (crop.CropWidth != crop.CropHeight)
        {
            throw new OptionsException(
                $"The crop is {crop.CropWidth}x{crop.CropHeight}; a transformer's position embeddings need a square.");
        }
        int size = teacher.EmbeddingSize;
        if (clip.Image!.EmbeddingSize != size)
        {
            throw new OptionsException(
                $"The student's features would have {clip.Image.EmbeddingSize} numbers and the teacher's texts {size}: take the " +
                $"teacher's own transformer, without an initial model.");
        }
        return new StudentConfig
        {
            Decoder = StudentDecoder.Linear,
            Transformer = StudentTransformer.Of(clip, scale, crop.CropWidth),
            EmbeddingSize = size,
            Classifier = classifier,
            LearnedBackground = student.LearnedBackground,
            Mean = clip.Mean,
            Std = clip.Std,
            PhotoSize = student.PhotoSize ?? crop.ShortSide,
        };
    }

    // A transformer can teach a ResNet that begins as another CLIP's.
    private static (ClipConfig Config, float Scale) BackboneModel(StudentOptions student, Segmenter teacher)
    {
        if (student.Initial is not { } path)
        {
            return teacher.Clip is { } own
                ? (own.Config, own.LogitScale)
                : throw new OptionsException(
                    $"The student '{student.Network}' begins as its teacher, and '{teacher.Source.DisplayName}' is not a CLIP model: " +
                    $"give a CLIP checkpoint to begin from, or take another network.");
        }

        using var checkpoint = Checkpoint.Open(path);
        var config = ClipConfigInference.Infer(checkpoint);
        return config.Image is null
            ? throw new CheckpointException(path, "it has no image tower. Give a CLIP model.")
            : (config, ClipConfigInference.LogitScale(checkpoint));
    }

    // They keep their random weights, which larger photos then multiply with.
    internal static void WarnOfIdleDilations(IReadOnlyList<int> dilations, TrainingOptions options)
    {
        int positions = Math.Min(options.Augmentation.CropWidth, options.Augmentation.CropHeight) / StudentBackbone.OutputStride;
        int[] idle = [.. dilations.Where(distance => distance >= positions)];
        if (idle.Length == 0) return;
        options.Teacher.Embedding.Logger.LogWarning(
            "A crop is {Positions} positions of {Stride} pixels wide: kernels of dilation {Idle} see nothing but its padding and " +
            "learn nothing. Take larger crops, or smaller dilations.",
            positions, StudentBackbone.OutputStride, string.Join(", ", idle));
    }

    private static float[] TextRows(TrainingOptions options, Segmenter teacher)
    {
        var described = new Vocabulary([.. options.Vocabulary.Classes.Skip(options.Student.LearnedBackground ? 1 : 0)]);
        var texts = teacher.Embed(described);
        if (texts.Classes.Length != described.Classes.Count)
        {
            throw new OptionsException("A student has one embedding a class; choose averaged synonyms instead of the best one.");
        }

        return texts.Embeddings.ToArray();
    }

    private static void Initialize(StudentNetwork network, TrainingOptions options, Segmenter teacher)
    {
        var logger = options.Teacher.Embedding.Logger;
        if (options.Student.Config is null && BridgeStudents.Of(options, teacher) is { } bridge)
        {
            network.LoadBridge(bridge.Folder);
            return;
        }

        using var given = options.Student.Initial is { } path and not StudentOptions.Random ? Checkpoint.Open(path) : null;
        if (given is null && options.Student.Config is not null) return;
        if (given is null && network.Config.Backbone is { Kind: not BackboneKind.Clip })
        {
            logger.LogWarning(
                "The backbone starts from random weights. Give ImageNet weights (a torchvision or mmseg checkpoint of the same ResNet), " +
                "or take a clip backbone, which starts from the teacher.");
            return;
        }

        var taken = network.LoadBackbone(given ?? teacher.Clip!.Checkpoint);
        if (taken.LeftAsTheyWere.Count > 0)
        {
            logger.LogWarning("The checkpoint gave no {Names}: they start from random weights.", string.Join(", ", taken.LeftAsTheyWere));
        }
    }

    private static StudentNetwork Continue(string path, Vocabulary vocabulary)
    {
        var (network, stored, _) = StudentNetwork.Load(path);
        if (stored.Classes.Select(one => one.Name)
            .SequenceEqual(vocabulary.Classes.Select(one => one.Name), StringComparer.OrdinalIgnoreCase))
            return network;
        network.Dispose();
        throw new OptionsException(
            $"The student in '{path}' has the classes {string.Join(", ", stored.Classes.Select(one =>
                one.Name))}; the run's classes are {string.Join(", ", vocabulary.Classes.Select(one =>
                    one.Name))}. They must be the same, in the same order.");
    }
}
