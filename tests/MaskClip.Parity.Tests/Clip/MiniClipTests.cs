
using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Testing;
using MaskClip.Towers;

namespace MaskClip.Parity.Tests.Clip;

/// <summary>A ResNet that learned from photographs against the outputs recorded where it was trained.</summary>
public class MiniClipTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    [Fact]
    public void Towers_GiveTheRecordedOutputs()
    {
        var path = SharedData.MiniClip;
        using var recorded = Checkpoint.Open(Path.Combine(Path.GetDirectoryName(path)!, "io.safetensors"));
        using var model = ClipModel.Open(path, new() { CacheFolder = home.Folder });
        using var encoder = model.CreateImageEncoder(DenseMethods.MaskClip, key: true);

        Relative(recorded.Require("image_features").ToArray(), model.Plain.Encode(recorded.Require("image").ToArray(), 1));
        Relative(recorded.Require("text_features").ToArray(), model.Text.Encode(TowerTests.Rows(recorded.Require("tokens"))));
        var big = encoder.Encode(recorded.Require("big").ToArray(), 1, 96, 160);
        Close.Within(2e-4, recorded.Require("big.features").ToArray(), Planar(big.Features, 256));
        Relative(recorded.Require("big.key").ToArray(), Planar(big.Key!, 1024));
    }

    private static void Relative(float[] expected, float[] actual) =>
        Close.Within(2e-4 * Math.Max(1, System.Numerics.Tensors.TensorPrimitives.MaxMagnitude<float>(expected)), expected, actual);

    private static float[] Planar(float[] rows, int size)
    {
        int positions = rows.Length / size;
        var planar = new float[rows.Length];
        for (int i = 0; i < positions; i++)
        {
            for (int c = 0; c < size; c++) planar[c * positions + i] = rows[i * size + c];
        }

        return planar;
    }
}
