using MaskClip.Checkpoints;

namespace MaskClip.Benchmarks.Suite;

/// <summary>A published image tower's sizes, with random weights.</summary>
/// <param name="Name">What the published model is called.</param>
/// <param name="Stride">Input pixels per cell.</param>
/// <param name="Heads">Attention heads of a transformer; 0 for a ResNet.</param>
/// <param name="Parameters">Millions of weights.</param>
/// <param name="Draw">Draws them.</param>
internal sealed record SuiteModel(
    string Name,
    int Stride,
    int Heads,
    double Parameters,
    Func<RandomTensors, IEnumerable<(string Name, int[] Shape, float[] Values)>> Draw)
{
    /// <summary>The models of the suite.</summary>
    public static IReadOnlyList<SuiteModel> All { get; } =
    [
        new("ViT-B-32", 32, 12, 88, draw => draw.VisionTransformer(768, 32, 7, 12, 512)),
        new("ViT-B-16", 16, 12, 86, draw => draw.VisionTransformer(768, 16, 14, 12, 512)),
        new("ViT-L-14", 14, 16, 304, draw => draw.VisionTransformer(1024, 14, 16, 24, 768)),
        new("RN50", 32, 0, 38, draw => draw.ResNet(64, [3, 4, 6, 3], 7, 1024)),
    ];

    /// <summary>Where the model, its graphs and its pixels are while it is measured.</summary>
    public string Folder => Path.Combine(RandomModel.Folder, "suite", Name);

    /// <summary>The checkpoint; it is written when it is not there.</summary>
    public string Checkpoint
    {
        get
        {
            var path = Path.Combine(Folder, $"{Name}.safetensors");
            if (!File.Exists(path)) SafetensorsWriter.Write(path, Draw(new RandomTensors(new Random(16))));
            return path;
        }
    }

    /// <summary>The side of the square that the network sees when a photo is to have so many pixels a side.</summary>
    public int Side(int pixels) => Math.Max(1, (int)Math.Round((double)pixels / Stride, MidpointRounding.AwayFromZero)) * Stride;

    /// <summary>About what one side needs at most: weights twice, and a few attention maps.</summary>
    public double EstimatedMiB(int pixels)
    {
        double tokens = 1 + Math.Pow(Side(pixels) / Stride, 2);
        return (2.5 * Parameters * 1e6 + 3 * Heads * tokens * tokens + 600.0 * pixels * pixels / (Heads == 0 ? 8 : 64)) * sizeof(float) /
            (1 << 20) + 200;
    }

    /// <summary>Lets go of the files, gigabytes with the large models.</summary>
    public void Delete()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
