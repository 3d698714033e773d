using System.Numerics;
using MaskClip.Storage;

namespace MaskClip.Edges;

/// <summary>PAMR's weights: how much each neighbor of each pixel counts.</summary>
internal sealed class Affinity
{
    private const float Sharpness = 0.1f, Smallest = 1e-8f;
    private const int Channels = 3;

    // pamr.py's order: row by row, without the middle.
    private static readonly (int Y, int X)[] Around = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)];

    private readonly (int Y, int X)[] places;
    private readonly int dilations;

    /// <summary>Computes the weights of a picture <c>[3, height, width]</c>.</summary>
    public Affinity(
        ReadOnlySpan<float> image, int height, int width, IReadOnlyList<int> dilations, Parallelism threads, RentedBuffers? buffers)
    {
        if (image.Length != Channels * height * width)
        {
            throw new ArgumentException(
                $"{width}x{height} pixels of 3 channels are {3 * height * width} numbers; {image.Length} were given.", nameof(image));
        }
        Height = height;
        Width = width;
        this.dilations = dilations.Count;
        places = [.. dilations.SelectMany(distance => Around.Select(place => (place.Y * distance, place.X * distance)))];
        Stride = (width + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        int length = checked(height * Neighbors * Stride);
        Weights = buffers?.Rent(length) ?? GC.AllocateUninitializedArray<float>(length);
        var padded = new PaddedPlanes(Channels, height, width, dilations.Max(), buffers);
        padded.Fill(image);
        padded.Pad(Channels);
        int[] distances = Offsets(padded.Stride);
        threads.For(height, y => Weigh(y, padded, distances));
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Neighbors of a pixel.</summary>
    public int Neighbors => places.Length;

    /// <summary>From one neighbor's weights of a row to the next one's: the width, rounded up to whole vectors.</summary>
    public int Stride { get; }

    /// <summary>
    /// Weights <c>[height, neighbors, stride]</c>, at the start of an array that may be longer; those of a pixel sum to 1.
    /// </summary>
    public float[] Weights { get; }

    /// <summary>How far each neighbor is in memory, where rows are so far apart.</summary>
    public int[] Offsets(int rowStride) => [.. places.Select(place => place.Y * rowStride + place.X)];

    private unsafe void Weigh(int y, PaddedPlanes padded, int[] distances)
    {
        int neighbors = Neighbors;
        fixed (float* weights = Weights, image = padded.Values)
        fixed (int* offsets = distances)
        {
            var target = weights + (nint)y * neighbors * Stride;
            for (int x = 0; x < Width; x += Vector<float>.Count)
            {
                for (int n = 0; n < neighbors; n++) Vector.Store(Vector<float>.Zero, target + n * Stride + x);
                for (int channel = 0; channel < Channels; channel++) AddChannel(image + padded.At(channel, y) + x, offsets, target + x);
                Softmax(target + x);
            }
        }
    }

    private unsafe void AddChannel(float* pixel, int* offsets, float* target)
    {
        int neighbors = Neighbors, samples = neighbors + dilations;
        var center = Vector.Load(pixel);
        var mean = center * dilations;
        for (int n = 0; n < neighbors; n++) mean += Vector.Load(pixel + offsets[n]);
        mean /= samples;
        var variance = (center - mean) * (center - mean) * dilations;
        for (int n = 0; n < neighbors; n++)
        {
            var difference = Vector.Load(pixel + offsets[n]) - mean;
            variance += difference * difference;
        }

        var deviation = Vector.SquareRoot(variance / (samples - 1));
        var share = new Vector<float>(-1f / Channels) / (deviation * Sharpness + new Vector<float>(Smallest));
        for (int n = 0; n < neighbors; n++)
        {
            var sum = Vector.Load(target + n * Stride) + Vector.Abs(Vector.Load(pixel + offsets[n]) - center) * share;
            sum.Store(target + n * Stride);
        }
    }

    private unsafe void Softmax(float* target)
    {
        var top = new Vector<float>(float.NegativeInfinity);
        for (int n = 0; n < Neighbors; n++) top = Vector.Max(top, Vector.Load(target + n * Stride));
        var sum = Vector<float>.Zero;
        for (int n = 0; n < Neighbors; n++)
        {
            var power = Vector.Exp(Vector.Load(target + n * Stride) - top);
            power.Store(target + n * Stride);
            sum += power;
        }

        for (int n = 0; n < Neighbors; n++) (Vector.Load(target + n * Stride) / sum).Store(target + n * Stride);
    }
}
