using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Towers;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Benchmarks;

/// <summary>ONNX Runtime on the graph that we emit, with nothing around it: one photo from memory, results left where they are.</summary>
internal sealed class BareSession : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions run = new();
    private readonly ImageTowerConfig config;
    private readonly PositionTable? positions;

    /// <summary>Opens the graph of MaskCLIP without keys.</summary>
    /// <param name="model">The model.</param>
    /// <param name="outputStride">Input pixels per cell.</param>
    /// <param name="options">The engine's options; <see langword="null"/> takes its own defaults.</param>
    public BareSession(VisionLanguageModel model, int outputStride, SessionOptions? options = null)
    {
        config = model.ImageConfig;
        session = new InferenceSession(model.ImageGraph(DenseMethods.MaskClip, key: false, outputStride), options ?? new SessionOptions());
        positions = config is VisionTransformerConfig
            ? new PositionTable(name => ((ClipModel)model).Checkpoint.Require(name).ToArray(), config, PositionResize.Size)
            : null;
    }

    /// <summary>Embeds a normalized photo <c>[3, height, width]</c>; gives one number of the result.</summary>
    public float Run(float[] pixels, int height, int width) => Run(pixels, height, width, results => results[0]);

    /// <summary>Embeds a normalized photo; gives its features.</summary>
    public float[] Features(float[] pixels, int height, int width) => Run(pixels, height, width, results => results.ToArray());

    /// <inheritdoc/>
    public void Dispose()
    {
        run.Dispose();
        session.Dispose();
    }

    private T Run<T>(float[] pixels, int height, int width, Func<ReadOnlySpan<float>, T> look)
    {
        using var image = OrtValue.CreateTensorValueFromMemory(pixels, [1, 3, height, width]);
        var inputs = new Dictionary<string, OrtValue> { [ImageGraphNames.Image] = image };
        var numbers = positions?.For(height / config.Stride, width / config.Stride) ?? [];
        using var table = positions is null
            ? null
            : OrtValue.CreateTensorValueFromMemory(numbers, [1, numbers.Length / config.Width, config.Width]);
        if (table is not null) inputs.Add(ImageGraphNames.Positions, table);
        using var results = session.Run(run, inputs, [ImageGraphNames.Features]);
        return look(results[0].GetTensorDataAsSpan<float>());
    }
}
