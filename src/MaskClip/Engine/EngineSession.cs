using MaskClip.Export;
using MaskClip.Graph;
using MaskClip.Storage;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MaskClip.Engine;

/// <summary>An ONNX Runtime session on a graph of ours.</summary>
/// <remarks>
/// Safe to use and to dispose from several threads: runs that began are finished, later ones are refused. What it holds in memory can be
/// released in between: the next run opens the graph again.
/// </remarks>
internal sealed class EngineSession : IDisposable
{
    private readonly Func<InferenceSession> open;
    private readonly Lock gate = new();
    private (InferenceSession Session, Lease Lease)? opened;
    private bool disposed;

    /// <summary>The engine's version.</summary>
    public static string Version => EngineTelemetry.Environment.GetVersionString();

    /// <summary>Processors that this build of the engine can use.</summary>
    public static IReadOnlyList<string> Providers => EngineTelemetry.Environment.GetAvailableProviders();

    /// <summary>Opens a graph file; its weights are mapped from the file beside it.</summary>
    /// <param name="graph">The graph's path.</param>
    /// <param name="threads">Threads; 0 takes one per core.</param>
    /// <param name="device">Where it computes; <see langword="null"/> takes the processor.</param>
    /// <param name="prepared">Whether to open, and to leave for the next time, the graph as the engine prepared it for this processor; see
    /// <see cref="PreparedGraph"/>.</param>
    /// <param name="packed">Whether the engine packs the weights of matrix products when it opens the graph; see
    /// <see cref="SegmenterOptions.PackWeights"/>.</param>
    /// <exception cref="ArgumentException">The device is not there.</exception>
    public EngineSession(string graph, int threads, EngineDevice? device = null, bool prepared = false, bool packed = true)
    {
        open = () => Open(graph, threads, device, prepared, packed);
        using var call = Begin(out _);
    }

    /// <summary>Whether a <see cref="PreparedGraph"/> was opened.</summary>
    public bool IsPrepared { get; private set; }

    /// <summary>Whether it was disposed: every run is refused.</summary>
    public bool IsDisposed => Volatile.Read(ref disposed);

    /// <summary>What the graph takes.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public IReadOnlyList<GraphValue> Inputs => Values(session => session.InputMetadata);

    /// <summary>What the graph gives.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public IReadOnlyList<GraphValue> Outputs => Values(session => session.OutputMetadata);

    /// <summary>Runs the graph; stops within one operator when cancelled.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyCollection<string> outputs, CancellationToken cancellationToken)
    {
        using var call = Begin(out var session);
        IDisposableReadOnlyCollection<OrtValue>? results = null;
        Run(run => results = session.Run(run, inputs, outputs), cancellationToken);
        return results!;
    }

    /// <summary>
    /// Runs the graph on tensors that are there already, and into such: nothing is allocated for them or copied. Stops within one operator
    /// when cancelled.
    /// </summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Run(EngineTensors inputs, EngineTensors outputs, CancellationToken cancellationToken)
    {
        using var call = Begin(out var session);
        using var binding = session.CreateIoBinding();
        foreach (var (name, value) in inputs) binding.BindInput(name, value);
        foreach (var (name, value) in outputs) binding.BindOutput(name, value);
        Run(run => session.RunWithBinding(run, binding), cancellationToken);
    }

    /// <summary>Frees the engine's memory, once no run uses it; the next run opens the graph again.</summary>
    public void Release()
    {
        lock (gate)
        {
            opened?.Lease.Dispose();
            opened = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            Release();
        }
    }

    private Lease.Call Begin(out InferenceSession session)
    {
        lock (gate)
        {
            if (disposed) throw new ObjectDisposedException(null, Lease.Refusal);
            if (opened is null)
            {
                var made = open();
                opened = (made, new Lease(made.Dispose));
            }

            session = opened.Value.Session;
            return opened.Value.Lease.Begin();
        }
    }

    private InferenceSession Open(string graph, int threads, EngineDevice? device, bool prepared, bool packed)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            IntraOpNumThreads = threads,
            // Photos differ in size: a plan for one size is of no use for the next and only holds memory.
            EnableMemoryPattern = false,
        };
        if (!packed) options.AddSessionConfigEntry("session.disable_prepacking", "1");
        device?.Use(options);
        var ready = prepared && device is null or { IsCpu: true } ? PreparedGraph.Of(graph, packed) : null;
        var known = ready?.Open(options);
        IsPrepared = known is not null;
        return known ?? ready?.Prepare(graph, options) ?? new InferenceSession(graph, options);
    }

    private static void Run(Action<RunOptions> graph, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var run = new RunOptions();
        using var registration = cancellationToken.Register(() => run.Terminate = true);
        try
        {
            graph(run);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private GraphValue[] Values(Func<InferenceSession, IReadOnlyDictionary<string, NodeMetadata>> values)
    {
        using var call = Begin(out var session);
        return [.. values(session).Select(value => new GraphValue(
            value.Key,
            value.Value.ElementDataType == TensorElementType.Float ? "float32" : value.Value.ElementDataType.ToString().ToLowerInvariant(),
            [.. value.Value.Dimensions.Zip(value.Value.SymbolicDimensions, (size, name) => size < 0 ? name : (object)size)]))];
    }
}
