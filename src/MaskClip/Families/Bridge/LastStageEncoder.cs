
using MaskClip.Engine;
using MaskClip.Graph;
using MaskClip.Model;
using MaskClip.Storage;
using MaskClip.Towers;

namespace MaskClip.Families.Bridge;

/// <summary>Runs a ResNet up to its last stage, before any map into a common space: what a map is trained on.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public sealed class LastStageEncoder : IDisposable
{
    private const int Stride = 16;

    // Part of the graphs' names; goes up when they are emitted otherwise.
    private const string Graphs = "1";

    private readonly ResNetConfig config;
    private readonly PhotoNormalization normalization;
    private readonly SimilarPositions? similar;
    private readonly EngineSession session;

    /// <summary>Opens the network.</summary>
    /// <param name="weights">Its weights.</param>
    /// <param name="hash">Their checksum, which graphs are kept under.</param>
    /// <param name="normalization">How photos become its input.</param>
    /// <param name="similar">How positions are pooled; <see langword="null"/> when pooled positions and keys are not wanted.</param>
    /// <param name="options">Cache, threads and device.</param>
    internal LastStageEncoder(ResNetWeights weights, string hash, PhotoNormalization normalization, SimilarPositions? similar,
        OpeningOptions options)
    {
        this.normalization = normalization;
        this.similar = similar;
        // The length of an embedding and the size of training images are the map's and the library's, not the trunk's.
        var network = weights.Description;
        config = new ResNetConfig(
            network.Channels, 224, network.Channels, network.Layers, network.IsBasic, network.PadsUnevenly);
        var cache = new VerifiedCache(Path.Combine(options.CacheFolder, "graphs", $"{hash}-trunk"), options.Logger);
        var file = new WeightFile("trunk.weights");
        ResNet.AddTrunk(new TowerWeights(weights.Require, file), config);
        cache.GetOrBuild(file.FileName, file.Write);
        var name = similar is null ? "last" : "pooled";
        session = new EngineSession(
            cache.GetOrBuild($"{name}-{Graphs}.onnx", stream =>
                ResNet.EmitLastStage(config, file, similar, Stride).Write(stream)), options.Threads, options.Device);
    }

    /// <summary>Channels of the last stage.</summary>
    public int Channels => config.Channels;

    /// <summary>Length of a key.</summary>
    public int KeySize => config.KeySize;

    /// <summary>Runs a photo.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="size">Pixels of its short side; both sides are rounded to multiples of 16.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    public LastStage Encode(RgbImage photo, int size, CancellationToken cancellationToken)
    {
        double scale = (double)size / Math.Min(photo.Width, photo.Height);
        int columns = Cells(photo.Width * scale), rows = Cells(photo.Height * scale), positions = rows * columns;
        int width = columns * Stride, height = rows * Stride;
        var last = new float[positions * Channels];
        float[]? pooled = similar is null ? null : new float[last.Length], key = similar is null ? null : new float[positions * KeySize];
        using var inputs = new EngineTensors { { ImageGraphNames.Image, [1, 3, height, width],
            normalization.Apply(photo.Resize(width, height)) } };
        using var outputs = new EngineTensors { { ImageGraphNames.Raw, [1, positions, Channels], last } };
        if (similar is not null)
        {
            inputs.Add(ImageGraphNames.Neighbors, [1, positions, positions], similar.Distances(rows, columns));
            outputs.Add(ImageGraphNames.Pooled, [1, positions, Channels], pooled!);
            outputs.Add(ImageGraphNames.Key, [1, positions, KeySize], key!);
        }

        session.Run(inputs, outputs, cancellationToken);
        return new LastStage(rows, columns, last, pooled, key);
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private static int Cells(double length) => Math.Max(1, (int)Math.Round(length / Stride));
}
