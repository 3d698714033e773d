using MaskClip.Engine;
using MaskClip.Methods;
using MaskClip.Scores;
using MaskClip.Towers;
using MaskClip.Towers.Blocks;
using MaskClip.Windows;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Model;

/// <summary>
/// Runs the last block of a transformer again, for methods with a second pass; photo by photo, as each agrees with itself differently.
/// </summary>
internal sealed class SecondPassEncoder : IDisposable
{
    private readonly EngineSession session;
    private readonly NeighborTable? neighbors;
    private readonly int width;
    private readonly bool earlier;

    /// <summary>Opens the block.</summary>
    /// <param name="graph">Path of the second pass's graph.</param>
    /// <param name="last">The method.</param>
    /// <param name="width">Token width.</param>
    /// <param name="threads">Threads of the engine; 0 takes one per core.</param>
    /// <param name="device">Where the engine computes.</param>
    public SecondPassEncoder(string graph, LastBlock last, int width, int threads, EngineDevice device)
    {
        this.width = width;
        var second = last.SecondPass ?? throw new ArgumentException($"The method '{last.Name}' has no second pass.", nameof(last));
        (Feedback, earlier) = (second.Feedback, second.ReadsEarlier);
        neighbors = last.NeighborSigma is { } sigma ? new NeighborTable((rows, columns) => NeighborBias.Table(sigma, rows, columns)) : null;
        session = new EngineSession(graph, threads, device);
    }

    /// <summary>What the second pass takes from the first.</summary>
    public SemanticFeedback Feedback { get; }

    /// <summary>Features <c>[h·w, d]</c> of one photo by the second pass.</summary>
    /// <param name="kept">What the first pass kept of it.</param>
    /// <param name="agreement">How far its patches agree, <c>[1 + h·w, 1 + h·w]</c>.</param>
    /// <param name="rows">Rows of the grid.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <param name="raw">Whether features are not brought to unit length.</param>
    public float[] Encode(FirstPass kept, float[] agreement, int rows, int columns, bool raw = false)
    {
        int tokens = 1 + rows * columns;
        using var before = OrtValue.CreateTensorValueFromMemory<float>(OrtMemoryInfo.DefaultInstance, kept.Before, [1, tokens, width]);
        using var mixed = earlier
            ? OrtValue.CreateTensorValueFromMemory<float>(OrtMemoryInfo.DefaultInstance, kept.Earlier, [1, tokens, width])
            : null;
        using var agreeing = OrtValue.CreateTensorValueFromMemory(agreement, [1, 1, tokens, tokens]);
        using var bias = neighbors is null
            ? null
            : OrtValue.CreateTensorValueFromMemory(neighbors.For(rows, columns), [1, 1, tokens, tokens]);
        var inputs = new Dictionary<string, OrtValue> { [ImageGraphNames.Before] = before, [ImageGraphNames.Agreement] = agreeing };
        if (mixed is not null) inputs.Add(ImageGraphNames.Earlier, mixed);
        if (bias is not null) inputs.Add(ImageGraphNames.Neighbors, bias);
        using var results = session.Run(inputs, [raw ? ImageGraphNames.Raw : ImageGraphNames.Features], CancellationToken.None);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <summary>Frees the engine's memory; the next photo opens the graph again.</summary>
    public void Release() => session.Release();

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
