using MaskClip.Checkpoints;
using MaskClip.Clip;

namespace MaskClip.Tests.Checkpoints;

public sealed class EmbeddedModelTests
{
    [Fact]
    public void OpenSafetensors_EmbeddedModel_IsReadInPlace()
    {
        using var resource = Resource("world-clip/model.safetensors");
        using var checkpoint = Checkpoint.OpenSafetensors("world-clip", resource);
        Assert.Equal([48, 192], checkpoint.Require("positional_embedding").Shape);
        Assert.Equal([256, 3, 8, 8], checkpoint.Require("visual.conv1.weight").Shape);
        // exp(logit_scale) is kept within 1..100 by CLIP's training.
        Assert.InRange(Assert.Single(checkpoint.Require("logit_scale").ToArray()), 0f, 4.61f);
        Assert.Equal("quick_gelu", checkpoint.Hints.Activation);
        unsafe
        {
            // Zero-copy: the tensor's bytes lie inside the resource.
            resource.Position = 0;
            fixed (byte* first = checkpoint.Require("visual.conv1.weight").Bytes)
            {
                Assert.InRange((long)(first - resource.PositionPointer), 0, resource.Length);
            }
        }
    }

    [Fact]
    public void OpenEmbedded_Hash_IsThatOfAFileWithItsBytes()
    {
        var folder = Directory.CreateTempSubdirectory("maskclip-embedded-").FullName;
        try
        {
            var path = Path.Combine(folder, "model.safetensors");
            using (var resource = EmbeddedModel.Open())
            using (var file = File.Create(path)) resource.CopyTo(file);

            using var model = ClipModel.OpenEmbedded(new() { CacheFolder = folder });

            Assert.Equal(ModelHash.Of(path), model.Hash);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Open_EmbeddedVocabulary_GivesExactIntegers()
    {
        using var file = SafetensorsFile.Open("clip-bpe", Resource("clip-bpe.safetensors"));
        Assert.Equal([48894, 2], file["merges"].Shape);
        Assert.Equal(Enumerable.Range(0, 256).Select(value => (long)value), file["bytes"].ToInt64Array().Order());
    }

    private static UnmanagedMemoryStream Resource(string name) =>
        (UnmanagedMemoryStream)typeof(Segmentation).Assembly.GetManifestResourceStream(name)!;
}
