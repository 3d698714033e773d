using CsCheck;
using MaskClip.Checkpoints;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Checkpoints;

/// <summary>Files of PyTorch's own savers with bytes changed where their structure is written.</summary>
public sealed class DamagedCheckpointTests : IDisposable
{
    private const int Iterations = 150;
    private readonly string _folder = Directory.CreateTempSubdirectory("maskclip-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("openai-jit.pt", "data.pkl", 7300)]
    [InlineData("openai-jit.pt", "PK\x01\x02", 14000)]
    [InlineData("open-clip-checkpoint.pt", "data.pkl", 7400)]
    [InlineData("state-dict-fp16.pt", "PK\x01\x02", 4400)]
    [InlineData("state-dict-legacy.pt", "", 8400)]
    [InlineData("open_clip.safetensors", "", 6700)]
    public void Open_StructureChanged_ThrowsNothingButCheckpointException(string name, string beginning, int length)
    {
        var original = File.ReadAllBytes(SharedData.Path("golden", "formats", name));
        var start = original.AsSpan().IndexOf(System.Text.Encoding.Latin1.GetBytes(beginning));
        Assert.InRange(start, 0, original.Length - length);
        var path = Path.Combine(_folder, "damaged");
        Gen.Select(Gen.Int[0, length - 1], Gen.Byte).Array[1, 4].Sample(
            changes =>
            {
                var file = (byte[])original.Clone();
                foreach (var (position, value) in changes) file[start + position] = value;
                File.WriteAllBytes(path, file);
                try
                {
                    using var checkpoint = Checkpoint.Open(path);
                    foreach (var tensor in checkpoint.Tensors.Values) tensor.ToArray();
                }
                catch (CheckpointException e)
                {
                    Assert.Equal(path, e.Path);
                }
            },
            iter: Iterations,
            threads: 1);
    }

    [Theory]
    [InlineData("openai-jit.pt")]
    [InlineData("state-dict-fp32.pt")]
    [InlineData("state-dict-legacy.pt")]
    [InlineData("bf16.safetensors")]
    public void Open_Truncated_IsRefused(string name)
    {
        var original = File.ReadAllBytes(SharedData.Path("golden", "formats", name));
        var path = Path.Combine(_folder, "truncated");
        Gen.Int[0, original.Length - 1].Sample(
            length =>
            {
                File.WriteAllBytes(path, original[..length]);
                Assert.Throws<CheckpointException>(() => Checkpoint.Open(path));
            },
            iter: Iterations,
            threads: 1);
    }
}
