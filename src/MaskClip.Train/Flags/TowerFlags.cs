using System.CommandLine;
using System.Globalization;
using MaskClip.CommandLine;
using MaskClip.Model;
using MaskClip.Models;
using MaskClip.Text;
using MaskClip.Towers;
using MaskClip.Training.Contrastive;

namespace MaskClip.Train.Flags;

/// <summary>The options that say which CLIP network is trained.</summary>
internal sealed class TowerFlags
{
    private const int HeadWidth = 64; // openai/CLIP: one head for every 64 numbers

    private readonly Option<string?> start = new("--init")
    {
        Description = "A CLIP model to go on from: a name (ViT-B-16, ...) or a path. Its architecture is taken too.",
        HelpName = "name|path",
    };
    private readonly Option<string> tower = new("--tower")
    {
        Description = "Image tower: vit, or resnet (CLIP's ModifiedResNet).",
        DefaultValueFactory = _ => "vit",
    };
    private readonly Option<int?> imageSize = new("--image-size")
    {
        Description = "Side of training pictures in pixels. Default: 128, or the initial model's.",
        HelpName = "pixels",
    };
    private readonly Option<int> patch = new("--patch")
    {
        Description = "Side of a vision transformer's patch in pixels.",
        DefaultValueFactory = _ => 8,
        HelpName = "pixels",
    };
    private readonly Option<int?> width = new("--width")
    {
        Description = "Width of the image tower. Default: 256 for a transformer; 32 for a ResNet (the stem's channels).",
        HelpName = "n",
    };
    private readonly Option<string?> layers = new("--layers")
    {
        Description = "Blocks of the image tower: 6 for a transformer; 2,2,2,2 for a ResNet's four stages.",
        HelpName = "n",
    };
    private readonly Option<int?> heads = new("--heads")
    {
        Description = "Attention heads of the image tower. Default: one for every 64 numbers of its width.",
        HelpName = "n",
    };
    private readonly Option<int> textWidth = new("--text-width")
    {
        Description = "Width of the text tower.",
        DefaultValueFactory = _ => 192,
        HelpName = "n",
    };
    private readonly Option<int> textLayers = new("--text-layers")
    {
        Description = "Blocks of the text tower.",
        DefaultValueFactory = _ => 3,
        HelpName = "n",
    };
    private readonly Option<int?> textHeads = new("--text-heads")
    {
        Description = "Attention heads of the text tower. Default: one for every 64 numbers of its width.",
        HelpName = "n",
    };
    private readonly Option<int> context = new("--context")
    {
        Description = "Maximum number of tokens of a text, start and end included; longer ones are cut.",
        DefaultValueFactory = _ => 77,
        HelpName = "n",
    };
    private readonly Option<int> embedding = new("--embedding")
    {
        Description = "Length of the common embedding.",
        DefaultValueFactory = _ => 256,
        HelpName = "n",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All =>
    [
        start, tower, imageSize, patch, width, layers, heads, textWidth, textLayers, textHeads, context, embedding
    ];

    private IEnumerable<Option> Sizes => All.Except([start, imageSize]);

    /// <summary>The side of training pictures that was asked for.</summary>
    public int? ImageSize(ParseResult result) => result.GetValue(imageSize);

    /// <summary>The model to start from.</summary>
    /// <exception cref="UsageException">Sizes were given besides.</exception>
    public string? Start(ParseResult result, CliHost host)
    {
        if (result.GetValue(start) is not { } name) return null;
        if (Sizes.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } other)
            throw new UsageException($"{other.Name} and --init were both given; the architecture is the initial model's.");
        var place = Path.Combine(host.Folder, name);
        if (File.Exists(place) || Directory.Exists(place)) return place;
        var found = host.Models.Resolve(name).Path;
        return ModelFolder.Find(found) is { Family: "clip" } folder ? folder.FileOf("weights") : found;
    }

    /// <summary>The network that the options describe.</summary>
    public ClipConfig Network(ParseResult result)
    {
        int size = result.GetValue(imageSize) ?? 128, length = result.GetValue(embedding), words = result.GetValue(textWidth);
        ImageTowerConfig image = result.GetValue(tower)!.ToLowerInvariant() switch
        {
            "vit" => Transformer(result, size, length),
            "resnet" => ResNet(result, size, length),
            var other => throw new UsageException($"--tower is '{other}'; vit and resnet are allowed."),
        };
        return TowerSizes.Check(image, new TextTowerConfig(
            words, result.GetValue(textHeads)
                ??
                    Math.Max(1, words /
                        HeadWidth), result.GetValue(textLayers), result.GetValue(context), ClipTokenizer.VocabularySize, length, null));
    }

    private VisionTransformerConfig Transformer(ParseResult result, int size, int length)
    {
        int channels = result.GetValue(width) ?? 256;
        int[] blocks = Blocks(result.GetValue(layers) ?? "6");
        if (blocks.Length != 1)
            throw new UsageException($"--layers is '{result.GetValue(layers)}'; a transformer has one number of blocks, as in 6.");
        return new VisionTransformerConfig(
            channels, result.GetValue(heads) ?? Math.Max(1, channels / HeadWidth), size, length, result.GetValue(patch), blocks[0]);
    }

    private ModifiedResNetConfig ResNet(ParseResult result, int size, int length)
    {
        int channels = 32 * (result.GetValue(width) ?? 32);
        return new ModifiedResNetConfig(
            channels,
            result.GetValue(heads) ?? Math.Max(1, channels / HeadWidth),
            size,
            length,
            Blocks(result.GetValue(layers) ?? "2,2,2,2"));
    }

    private static int[] Blocks(string text)
    {
        var numbers = text.Split(',');
        return numbers.All(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? [.. numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture))]
            : throw new UsageException($"--layers is '{text}'; whole numbers as in 6 or 2,2,2,2 are allowed.");
    }
}
