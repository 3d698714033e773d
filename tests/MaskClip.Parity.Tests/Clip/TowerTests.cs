
using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Clip;

/// <summary>Both towers against openai/CLIP's own outputs.</summary>
public class TowerTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    // golden/README: 2e-4 after a whole tower of 12 blocks on unit-norm numbers; these are not normalized, so the bound is relative to
    // their length.
    private const double Tolerance = 2e-4;

    [Theory]
    [InlineData("vit")]
    [InlineData("rn")]
    public void Towers_OpenAIModel_GiveItsFeatures(string name)
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", $"{name}.io.safetensors"));
        using var model = ClipModel.Open(SharedData.Path("golden", $"{name}.safetensors"), new() { CacheFolder = home.Folder });

        var image = model.Plain.Encode(golden.Require("image").ToArray(), 2);
        var text = model.Text.Encode(Rows(golden.Require("tokens")));

        CloseRelative(golden.Require("image_features").ToArray(), image, model);
        CloseRelative(golden.Require("text_features").ToArray(), text, model);
        Close.Within(1e-3, golden.Require("logits_per_image").ToArray(), Logits(image, text, model));
    }

    private static void CloseRelative(float[] expected, float[] actual, ClipModel model)
    {
        int size = model.ImageConfig.EmbeddingSize;
        for (int at = 0; at < expected.Length; at += size)
        {
            double length = Math.Sqrt(expected.AsSpan(at, size).ToArray().Sum(x => (double)x * x));
            Close.Within(Tolerance * length, expected.AsSpan(at, size), actual.AsSpan(at, size));
        }
    }

    private static float[] Logits(float[] image, float[] text, ClipModel model)
    {
        int size = model.ImageConfig.EmbeddingSize;
        float scale = MathF.Exp(model.Checkpoint.Require("logit_scale").ToArray()[0]);
        return [.. from photo in image.Chunk(size)
                   from name in text.Chunk(size)
                   select scale * System.Numerics.Tensors.TensorPrimitives.CosineSimilarity<float>(photo, name)];
    }

    internal static int[][] Rows(CheckpointTensor tokens) =>
        [.. tokens.ToInt64Array().Select(id => (int)id).Chunk(tokens.Shape[1])];
}
