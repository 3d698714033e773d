using MaskClip.Checkpoints;
using MaskClip.Engine;
using MaskClip.Model;
using MaskClip.Towers;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Families.Clip;

/// <summary>Runs plain CLIP's image tower: one embedding for a whole photo of the size the model was trained on.</summary>
internal sealed class PlainClip : IDisposable
{
    private readonly EngineSession session;
    private readonly ImageTowerConfig config;
    private readonly float[]? positions;

    /// <summary>Opens the tower.</summary>
    public PlainClip(ClipModel model)
    {
        config = model.ImageConfig;
        positions = config is VisionTransformerConfig ? model.Checkpoint.Require("visual.positional_embedding").ToWeights() : null;
        session = new EngineSession(model.GlobalGraph(), model.Threads, model.Device);
    }

    /// <summary>Embeds a batch <c>[n, 3, size, size]</c>; gives <c>[n, d]</c>, not normalized.</summary>
    public float[] Encode(float[] images, int count, CancellationToken cancellationToken = default)
    {
        int size = config.ImageSize;
        using var image = OrtValue.CreateTensorValueFromMemory(images, [count, 3, size, size]);
        var inputs = new Dictionary<string, OrtValue> { [ImageGraphNames.Image] = image };
        using var table = positions is null
            ? null
            : OrtValue.CreateTensorValueFromMemory(positions, [1, positions.Length / config.Width, config.Width]);
        if (table is not null) inputs.Add(ImageGraphNames.Positions, table);
        using var results = session.Run(inputs, [ImageGraphNames.Global], cancellationToken);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
