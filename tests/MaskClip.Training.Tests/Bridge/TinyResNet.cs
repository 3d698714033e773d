using MaskClip.Checkpoints;

namespace MaskClip.Training.Tests.Bridge;

/// <summary>A ResNet of one random block a stage, under torchvision's names.</summary>
internal static class TinyResNet
{
    public const int Channels = 8 * Width;

    private const int Width = 8;

    public static void Write(string path, int seed = 1)
    {
        var random = new Random(seed);
        var tensors = new List<(string, int[], float[])>();
        Convolution("conv1", "bn1", Width, 3, 7);
        for (int stage = 1; stage <= 4; stage++)
        {
            int size = Width << (stage - 1), before = stage == 1 ? Width : size / 2;
            Convolution($"layer{stage}.0.conv1", $"layer{stage}.0.bn1", size, before, 3);
            Convolution($"layer{stage}.0.conv2", $"layer{stage}.0.bn2", size, size, 3);
            if (stage > 1) Convolution($"layer{stage}.0.downsample.0", $"layer{stage}.0.downsample.1", size, before, 1);
        }

        tensors.Add(("fc.weight", [10, Channels], new float[10 * Channels]));
        SafetensorsWriter.Write(path, tensors);

        void Convolution(string name, string norm, int to, int from, int side)
        {
            double deviation = Math.Sqrt(2.0 / (from * side * side));
            tensors.Add(($"{name}.weight", [to, from, side, side],
                [.. Enumerable.Range(0, to * from * side * side).Select(_ => (float)(deviation * Normal()))]));
            tensors.Add(($"{norm}.weight", [to], [.. Enumerable.Repeat(1f, to)]));
            tensors.Add(($"{norm}.bias", [to], [.. Enumerable.Range(0, to).Select(_ => (float)(0.1 * Normal()))]));
            tensors.Add(($"{norm}.running_mean", [to], new float[to]));
            tensors.Add(($"{norm}.running_var", [to], [.. Enumerable.Repeat(1f, to)]));
        }

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
