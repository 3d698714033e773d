using MaskClip.Checkpoints;

namespace MaskClip.Tests.Checkpoints;

public sealed class EmbeddedVocabularyTests
{
    [Fact]
    public void Open_EmbeddedVocabulary_GivesExactIntegersReadInPlace()
    {
        using var resource = (UnmanagedMemoryStream)typeof(Segmentation).Assembly.GetManifestResourceStream("clip-bpe.safetensors")!;
        using var file = SafetensorsFile.Open("clip-bpe", resource);

        Assert.Equal([48894, 2], file["merges"].Shape);
        Assert.Equal(Enumerable.Range(0, 256).Select(value => (long)value), file["bytes"].ToInt64Array().Order());
        unsafe
        {
            // Zero-copy: the tensor's bytes lie inside the resource.
            resource.Position = 0;
            fixed (byte* first = file["merges"].Bytes) Assert.InRange((long)(first - resource.PositionPointer), 0, resource.Length);
        }
    }
}
