using MaskClip.Dense;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Clip;

/// <summary>Runs an image tower whose last block is a dense method's.</summary>
internal sealed class ImageEncoder : IDisposable
{
    private readonly EngineSession session;
    private readonly ImageTowerConfig config;
    private readonly int cell;
    private readonly string[] outputs;
    private readonly GridInputs grid;

    /// <summary>Opens the tower.</summary>
    /// <param name="model">The model.</param>
    /// <param name="graph">Path of the method's graph.</param>
    /// <param name="last">The method.</param>
    /// <param name="key">Whether the graph gives keys.</param>
    /// <param name="cell">Input pixels per grid cell.</param>
    /// <param name="threads">Threads of the engine; 0 takes one per core.</param>
    /// <param name="raw">Whether features are wanted before normalisation too.</param>
    public ImageEncoder(ClipModel model, string graph, LastBlock last, bool key, int cell, int threads, bool raw = false)
    {
        this.cell = cell;
        config = model.ImageConfig;
        outputs = [.. Outputs(last, key, raw)];
        grid = new GridInputs(model, last);
        session = new EngineSession(graph, threads, model.Device);
    }

    /// <summary>Embeds a batch.</summary>
    /// <param name="images">Normalised photos <c>[n, 3, height, width]</c>.</param>
    /// <param name="count">n.</param>
    /// <param name="height">A multiple of the tower's stride.</param>
    /// <param name="width">A multiple of the tower's stride.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <exception cref="ArgumentException">The sides are no multiples of the stride.</exception>
    public EncodedImages Encode(Memory<float> images, int count, int height, int width, CancellationToken cancellationToken = default)
    {
        if (height % config.Stride != 0 || width % config.Stride != 0 || height <= 0 || width <= 0)
        {
            throw new ArgumentException($"The input is {width}x{height}; both sides must be multiples of {config.Stride}. Resize it first.");
        }

        int rows = height / cell, columns = width / cell, tokens = 1 + rows * columns;
        using var inputs = new EngineInputs { { ImageGraphNames.Image, [count, 3, height, width], images } };
        foreach (var (name, shape, values) in grid.For(rows, columns)) inputs.Add(name, shape, values);
        using var results = session.Run(inputs.Values, outputs, cancellationToken);
        return new EncodedImages(Numbers(ImageGraphNames.Features)!, Numbers(ImageGraphNames.Key), rows, columns)
        {
            Raw = Numbers(ImageGraphNames.Raw),
            FirstLooks = Numbers(ImageGraphNames.Before) is { } before ? FirstLooks(before, Numbers(ImageGraphNames.Earlier), tokens * config.Width) : [],
        };

        float[]? Numbers(string output) => Array.IndexOf(outputs, output) is >= 0 and var at ? results[at].GetTensorDataAsSpan<float>().ToArray() : null;
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private static IEnumerable<string> Outputs(LastBlock last, bool key, bool raw)
    {
        yield return ImageGraphNames.Features;
        if (key) yield return ImageGraphNames.Key;
        if (raw) yield return ImageGraphNames.Raw;
        if (last is not AttentionBlock { Feedback: not null } twice) yield break;
        yield return ImageGraphNames.Before;
        if (twice.Earlier is not null) yield return ImageGraphNames.Earlier;
    }

    private static FirstLook[] FirstLooks(float[] before, float[]? earlier, int size) =>
        [.. Enumerable.Range(0, before.Length / size).Select(n => new FirstLook(before.AsMemory(n * size, size), earlier is null ? default : earlier.AsMemory(n * size, size)))];
}
