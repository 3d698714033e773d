using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Clip;

/// <summary>An ONNX Runtime session on a graph of ours.</summary>
internal sealed class EngineSession : IDisposable
{
    private readonly InferenceSession session;

    /// <summary>The engine's version.</summary>
    public static string Version => OrtEnv.Instance().GetVersionString();

    /// <summary>Processors that this build of the engine can use.</summary>
    public static IReadOnlyList<string> Providers => OrtEnv.Instance().GetAvailableProviders();

    /// <summary>Opens a graph file; its weights are mapped from the file beside it.</summary>
    /// <param name="graph">The graph's path.</param>
    /// <param name="threads">Threads; 0 takes one per core.</param>
    /// <param name="device">Where it computes; <see langword="null"/> takes the processor.</param>
    /// <exception cref="ArgumentException">The device is not there.</exception>
    public EngineSession(string graph, int threads, EngineDevice? device = null)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            IntraOpNumThreads = threads,
            // Photos differ in size: a plan for one size is of no use for the next and only holds memory.
            EnableMemoryPattern = false,
        };
        device?.Use(options);
        session = new InferenceSession(graph, options);
    }

    /// <summary>Names of the graph's inputs, in its order.</summary>
    public IReadOnlyList<string> Inputs => session.InputNames;

    /// <summary>Runs the graph; stops within one operator when cancelled.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyCollection<string> outputs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var run = new RunOptions();
        using var registration = cancellationToken.Register(() => run.Terminate = true);
        try
        {
            return session.Run(run, inputs, outputs);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
