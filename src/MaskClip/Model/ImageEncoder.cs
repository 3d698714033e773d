using MaskClip.Engine;
using MaskClip.Methods;
using MaskClip.Scores;
using MaskClip.Towers;
using MaskClip.Towers.Blocks;
using MaskClip.Windows;

namespace MaskClip.Model;

/// <summary>Runs an image tower whose last block is a dense method's.</summary>
internal sealed class ImageEncoder : IDisposable
{
    private const long MinUnpacked = 128L << 20, MaxAttention = 96L << 20;

    // The graph that attends head by head has ten times the nodes, and takes the engine a second longer to open for a ViT-L/14: where a few
    // photos are embedded, the one with all heads at once takes those whose attention is small.
    private readonly EngineSession? allHeads;
    private readonly Lazy<EngineSession> session;
    private readonly ImageTowerConfig config;
    private readonly int cell;
    private readonly string[] outputs;
    private readonly GridInputs grid;

    /// <summary>Opens the tower.</summary>
    /// <param name="graph">Path of the method's graph: attending head by head, or with all heads at once.</param>
    /// <param name="config">The tower.</param>
    /// <param name="grid">What the graph is given beside photos.</param>
    /// <param name="last">The method.</param>
    /// <param name="key">Whether the graph gives keys.</param>
    /// <param name="cell">Input pixels per grid cell.</param>
    /// <param name="threads">Threads of the engine; 0 takes one per core.</param>
    /// <param name="device">Where the engine computes.</param>
    /// <param name="raw">Whether features are wanted before normalization too.</param>
    /// <param name="packed">Whether the engine packs a large tower's weights when it opens the graph.</param>
    public ImageEncoder(
        Func<bool, string> graph,
        ImageTowerConfig config,
        GridInputs grid,
        LastBlock last,
        bool key,
        int cell,
        int threads,
        EngineDevice device,
        bool raw = false,
        bool packed = true)
    {
        this.config = config;
        this.grid = grid;
        this.cell = cell;
        outputs = [.. Outputs(config, last, key, raw)];
        var usual = graph(true);
        packed |= !IsLarge(usual);
        session = new(() => new EngineSession(usual, threads, device, prepared: true, packed));
        if (!packed && config is VisionTransformerConfig { HeadByHead: true })
            allHeads = new EngineSession(graph(false), threads, device, prepared: true, packed);
        else _ = session.Value;
    }

    // Small ones are packed in no time, and then give the same bits however many photos there are.
    private static bool IsLarge(string graph) =>
        new FileInfo(Path.Combine(Path.GetDirectoryName(graph)!, "image.weights")) is { Exists: true, Length: > MinUnpacked };

    /// <summary>Embeds a batch into arrays of its own.</summary>
    /// <param name="images">Normalized photos <c>[n, 3, height, width]</c>.</param>
    /// <param name="count">n.</param>
    /// <param name="height">A multiple of the tower's stride.</param>
    /// <param name="width">A multiple of the tower's stride.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <exception cref="ArgumentException">The sides are not multiples of the stride.</exception>
    public EncodedImages Encode(Memory<float> images, int count, int height, int width, CancellationToken cancellationToken = default)
    {
        var results = new Dictionary<string, float[]>(StringComparer.Ordinal);
        var (rows, columns) = Run(
            images,
            count,
            height,
            width,
            (output, length) => results[output] = GC.AllocateUninitializedArray<float>(length),
            cancellationToken);
        return new EncodedImages(results[ImageGraphNames.Features], results.GetValueOrDefault(ImageGraphNames.Key), rows, columns)
        {
            Raw = results.GetValueOrDefault(ImageGraphNames.Raw),
            Surroundings = results.GetValueOrDefault(ImageGraphNames.Surroundings),
            FirstPasses = results.TryGetValue(ImageGraphNames.Before, out var before)
                ? FirstPasses(before, results.GetValueOrDefault(ImageGraphNames.Earlier), (1 + rows * columns) * config.Width)
                : [],
        };
    }

    /// <summary>Embeds a batch into arrays that are there already.</summary>
    /// <param name="images">Normalized photos <c>[n, 3, height, width]</c>.</param>
    /// <param name="count">n.</param>
    /// <param name="height">Pixels, of which the tower takes so many; see <see cref="ImageTowerConfig.CellsOf"/>.</param>
    /// <param name="width">Likewise.</param>
    /// <param name="rent">Gives an array for the numbers of an output, of at least that length.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <returns>The grid.</returns>
    /// <exception cref="InvalidDataException">What comes out is not numbers.</exception>
    /// <exception cref="ArgumentException">The tower does not take such sides.</exception>
    public (int Rows, int Columns) Run(
        Memory<float> images, int count, int height, int width, Func<string, int, float[]> rent, CancellationToken cancellationToken)
    {
        if (config.CellsOf(height, cell) is not { } rows || config.CellsOf(width, cell) is not { } columns)
        {
            throw new ArgumentException(
                $"The input is {width}x{height}; both sides must be multiples of {config.DivisorOf(cell)}. Resize it first.");
        }

        using var inputs = new EngineTensors { { ImageGraphNames.Image, [count, 3, height, width], images } };
        foreach (var (name, shape, values) in grid.For(rows, columns)) inputs.Add(name, shape, values);
        using var results = new EngineTensors();
        Memory<float> features = default;
        foreach (var output in outputs)
        {
            int[] shape = [count, .. Shape(output, rows * columns)];
            int length = shape[0] * shape[1] * shape[2];
            var numbers = rent(output, length).AsMemory(0, length);
            if (output == ImageGraphNames.Features) features = numbers;
            results.Add(output, shape, numbers);
        }

        SessionFor(count, rows * columns).Run(inputs, results, cancellationToken);
        if (!System.Numerics.Tensors.TensorPrimitives.IsFiniteAll<float>(features.Span))
        {
            throw new InvalidDataException(
                $"The model's features of this {width}x{height} photo are not numbers: its weights are too large for fp32, or damaged. " +
                $"Take another checkpoint.");
        }

        return (rows, columns);
    }

    /// <summary>Frees the engine's memory; the next photo opens the graph again.</summary>
    public void Release()
    {
        allHeads?.Release();
        if (session.IsValueCreated) session.Value.Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        allHeads?.Dispose();
        if (session.IsValueCreated) session.Value.Dispose();
    }

    private EngineSession SessionFor(int photos, int patches)
    {
        if (allHeads is null) return session.Value;
        ObjectDisposedException.ThrowIf(allHeads.IsDisposed, this);
        return ((VisionTransformerConfig)config).AttentionBytes(photos, patches) <= MaxAttention ? allHeads : session.Value;
    }

    private int[] Shape(string output, int positions) => output switch
    {
        ImageGraphNames.Features or ImageGraphNames.Raw or ImageGraphNames.Surroundings => [positions, config.EmbeddingSize],
        ImageGraphNames.Key => [positions, config.KeySize],
        _ => [1 + positions, config.Width],
    };

    private static IEnumerable<string> Outputs(ImageTowerConfig config, LastBlock last, bool key, bool raw)
    {
        yield return ImageGraphNames.Features;
        if (key) yield return ImageGraphNames.Key;
        if (key && config.GivesSurroundings) yield return ImageGraphNames.Surroundings;
        if (raw) yield return ImageGraphNames.Raw;
        if (config is not VisionTransformerConfig || last.SecondPass is not { } second) yield break;
        yield return ImageGraphNames.Before;
        if (second.ReadsEarlier) yield return ImageGraphNames.Earlier;
    }

    private static FirstPass[] FirstPasses(float[] before, float[]? earlier, int size) =>
        [
            .. Enumerable.Range(0, before.Length / size)
                .Select(n => new FirstPass(before.AsMemory(n * size, size), earlier is null ? default : earlier.AsMemory(n * size, size))),
        ];
}
