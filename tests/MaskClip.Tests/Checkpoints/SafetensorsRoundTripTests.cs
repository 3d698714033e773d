using CsCheck;
using MaskClip.Checkpoints;

namespace MaskClip.Tests.Checkpoints;

public sealed class SafetensorsRoundTripTests : IDisposable
{
    private static readonly Gen<int[]> Shapes = Gen.Int[0, 5].Array[0, 4];
    private static readonly Gen<string> Names = Gen.Char[' ', '\ud7ff'].Array[1, 12].Select(letters => new string(letters));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_AnyTensors_AreReadBackExactly() =>
        Gen.Select(Names, Shapes, Gen.Bool, Gen.ULong).List[0, 8].Sample(
            specification =>
            {
                var entries = specification.DistinctBy(tensor => tensor.Item1).Select(tensor => Entry(tensor)).ToList();
                var path = _folder.File($"{Guid.NewGuid():N}.safetensors");
                SafetensorsWriter.Write(path, entries, new Dictionary<string, string> { ["für"] = "\"\n" });
                using var file = SafetensorsFile.Open(path);
                Assert.Equal("\"\n", file.Metadata["für"]);
                Assert.Equal(entries.Count, file.Tensors.Count);
                foreach (var entry in entries)
                {
                    var tensor = file[entry.Name];
                    Assert.Equal(entry.Type, tensor.Type);
                    Assert.Equal(entry.Shape, tensor.Shape);
                    Assert.True(entry.Bytes.SequenceEqual(tensor.Bytes));
                }
            },
            iter: 200,
            threads: 1);

    [Fact]
    public void Write_Header_IsPaddedToEightBytes()
    {
        var path = _folder.File("padded.safetensors");
        for (var length = 1; length < 10; length++)
        {
            SafetensorsWriter.Write(path, [(new string('n', length), [1], [1f])]);
            var bytes = File.ReadAllBytes(path);
            Assert.Equal(0, BitConverter.ToInt64(bytes) % 8);
            Assert.Equal(8 + BitConverter.ToInt64(bytes) + 4, bytes.Length);
        }
    }

    [Fact]
    public void Write_SameNameTwice_IsRefusedAndLeavesNothing()
    {
        var path = _folder.File("twice.safetensors");
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [("a", [1], [1f]), ("a", [1], [2f])]));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_ValuesThatDoNotFillTheShape_AreRefused() =>
        Assert.Throws<ArgumentException>(() => new SafetensorsEntry("a", [2, 2], [1f, 2f, 3f]));

    private static SafetensorsEntry Entry((string Name, int[] Shape, bool Integer, ulong Seed) tensor)
    {
        var random = new Random((int)tensor.Seed);
        var count = tensor.Shape.Aggregate(1, (product, size) => product * size);
        var bits = Enumerable.Range(0, count).Select(_ => random.NextInt64(long.MinValue, long.MaxValue)).ToArray();
        // Any pattern of bits is a float, NaN with a payload among them.
        return tensor.Integer
            ? new SafetensorsEntry(tensor.Name, tensor.Shape, bits)
            : new SafetensorsEntry(tensor.Name, tensor.Shape, Array.ConvertAll(bits, value => BitConverter.Int32BitsToSingle((int)value)));
    }
}
