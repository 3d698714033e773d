using MaskClip.Engine;
using MaskClip.Graph;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Quantization;

/// <summary>
/// A tower whose every layer can be switched between fp32 and int8 from run to run. Made for calibration, in a folder of its own that goes
/// with it.
/// </summary>
internal sealed class GatedTower : IDisposable
{
    private readonly string folder;
    private readonly EngineSession session;
    private readonly OrtValue closed = OrtValue.CreateTensorValueFromMemory(new[] { 0f }, []);
    private readonly OrtValue open = OrtValue.CreateTensorValueFromMemory(new[] { 1f }, []);

    /// <summary>Writes and opens a tower.</summary>
    /// <param name="parent">The cache folder, where there is room for the weights.</param>
    /// <param name="weights">Weights whose layers have both forms.</param>
    /// <param name="graph">The tower's graph.</param>
    /// <param name="threads">Threads of the engine.</param>
    public GatedTower(string parent, WeightFile weights, OnnxGraph graph, int threads)
    {
        Directory.CreateDirectory(parent);
        folder = Path.Combine(parent, $".calibration-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            var path = Path.Combine(folder, "tower.onnx");
            using (var stream = File.Create(Path.Combine(folder, weights.FileName))) weights.Write(stream);
            using (var stream = File.Create(path)) graph.Write(stream);
            session = new EngineSession(path, threads);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }

        Layers =
        [
            .. session.Inputs.Select(input => LinearLayers.LayerOf(input.Name)).OfType<string>().Select(LinearLayers.Unit).Distinct()
        ];
    }

    /// <summary>The layers that can be switched, in the order of the tower.</summary>
    public IReadOnlyList<string> Layers { get; }

    /// <summary>Runs the tower with some layers in int8 and gives one output.</summary>
    public float[] Run(
        IReadOnlyDictionary<string, OrtValue> inputs, string output, Func<string, bool> quantized, CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, OrtValue>(inputs);
        foreach (var input in session.Inputs)
        {
            if (LinearLayers.LayerOf(input.Name) is { } layer) all.Add(input.Name, quantized(LinearLayers.Unit(layer)) ? open : closed);
        }

        using var results = session.Run(all, [output], cancellationToken);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        open.Dispose();
        closed.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
