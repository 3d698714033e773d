using MaskClip.Imaging;
using MaskClip.Labels;
using MaskClip.Training.Engine;
using MaskClip.Training.Students;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Validation;

/// <summary>Segments whole photos with a student that is being trained, as the library does with a finished one.</summary>
internal sealed class NetworkSegmenter(StudentNetwork network, Device device)
{
    private readonly float[] mean = [.. network.Config.Mean];
    private readonly float[] std = [.. network.Config.Std];

    /// <summary>A class for every pixel.</summary>
    public ushort[] Segment(RgbImage photo)
    {
        double scale = (double)network.Config.PhotoSize / Math.Min(photo.Width, photo.Height);
        int width = Multiple(photo.Width * scale), height = Multiple(photo.Height * scale);
        var pixels = new float[3 * width * height];
        ImageTensor.Normalize(photo.Resize(width, height, ResampleFilter.Bicubic), mean, std, pixels);
        var (logits, rows, columns) = Logits(pixels, height, width);
        return FullSizeLabels.Of(logits, network.Classes, rows, columns, photo.Height, photo.Width);
    }

    private (float[] Logits, int Rows, int Columns) Logits(float[] pixels, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var none = inference_mode();
        var logits = network.forward(tensor(pixels, [1, 3, height, width], device: device));
        return (StoredTensors.Numbers(logits), (int)logits.shape[2], (int)logits.shape[3]);
    }

    private int Multiple(double length) =>
        Math.Max(1, (int)Math.Round(length / network.Config.InputStride, MidpointRounding.AwayFromZero)) * network.Config.InputStride;
}
