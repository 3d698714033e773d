using System.Text.Json.Nodes;
using MaskClip.Students;
using MaskClip.Towers;

namespace MaskClip.Testing;

/// <summary>The smallest student there can be, with random weights: a file as training writes it, made without libtorch.</summary>
internal static class RandomStudent
{
    /// <summary>Its architecture.</summary>
    public static StudentConfig Config { get; } = new()
    {
        Decoder = StudentDecoder.DeepLabV2,
        Dilations = [1],
        Backbone = new StudentBackbone(BackboneKind.Clip, [1, 1, 1, 1], 2),
        EmbeddingSize = 4,
        Classifier = StudentClassifierKind.FrozenText,
        Mean = ClipConfig.ClipMean,
        Std = ClipConfig.ClipStd,
        PhotoSize = 64,
    };

    /// <summary>Its classes.</summary>
    public static Vocabulary Vocabulary { get; } = Vocabulary.Parse(["sky", "mountain|hill", "grass"], ["wall"]);

    /// <summary>Writes it.</summary>
    public static string Write(string path, int seed = 1)
    {
        StudentFile.Write(path, Config, Vocabulary, new JsonObject { ["iterations"] = 0 }, Tensors(seed));
        return path;
    }

    /// <summary>Its tensors.</summary>
    public static IEnumerable<(string Name, int[] Shape, float[] Values)> Tensors(int seed)
    {
        var random = new Random(seed);
        var trunk = Config.Backbone!.Trunk;
        var convolutions = new List<(string Convolution, string Norm, int Output, int Input, int Kernel)>
        {
            ("backbone.conv1", "backbone.bn1", trunk.Width / 2, 3, 3),
            ("backbone.conv2", "backbone.bn2", trunk.Width / 2, trunk.Width / 2, 3),
            ("backbone.conv3", "backbone.bn3", trunk.Width, trunk.Width / 2, 3),
            ("decoder.aspp.0.conv", "decoder.aspp.0.bn", Config.EmbeddingSize, Config.Backbone.Channels, 1),
        };
        foreach (var block in trunk.Blocks())
        {
            var name = $"backbone.{block.Name}";
            convolutions.Add(($"{name}.conv1", $"{name}.bn1", block.Planes, block.Input, 1));
            convolutions.Add(($"{name}.conv2", $"{name}.bn2", block.Planes, block.Planes, 3));
            convolutions.Add(($"{name}.conv3", $"{name}.bn3", block.Output, block.Planes, 1));
            convolutions.Add(($"{name}.downsample.0", $"{name}.downsample.1", block.Output, block.Input, 1));
        }

        foreach (var (convolution, norm, output, input, kernel) in convolutions)
        {
            yield return Random($"{convolution}.weight", -1, 1, output, input, kernel, kernel);
            yield return Random($"{norm}.weight", 0.5f, 1.5f, output);
            yield return Random($"{norm}.bias", -0.5f, 0.5f, output);
            yield return Random($"{norm}.running_mean", -0.5f, 0.5f, output);
            yield return Random($"{norm}.running_var", 0.5f, 1.5f, output);
        }

        yield return Random("classifier.text", -0.02f, 0.02f, Vocabulary.Classes.Count, Config.EmbeddingSize);

        (string, int[], float[]) Random(string name, float from, float to, params int[] shape)
        {
            var values = new float[shape.Aggregate(1, (count, size) => count * size)];
            for (int i = 0; i < values.Length; i++) values[i] = from + (to - from) * random.NextSingle();
            return (name, shape, values);
        }
    }
}
