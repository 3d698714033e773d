using System.Buffers.Binary;
using System.Text.Json;
using MaskClip.Models;
using MaskClip.Testing;

namespace MaskClip.Tests.Models;

public class StoredNumbersTests
{
    [Fact]
    public void ResNet_MiniClip_CountsItsTensors()
    {
        // A ModifiedResNet of width 32 with 5 positions (64 px), and a text tower of width 128.
        var shapes = Shapes(SharedData.MiniClip);
        var blocks = Enumerable.Range(1, 4).Select(stage => Blocks(shapes, $"visual.layer{stage}.")).ToArray();
        var vision = StoredNumbers.ResNet(32, blocks, 64, 256);
        var text = StoredNumbers.Text(128, 256, Blocks(shapes, "transformer.resblocks."));

        Assert.Equal(Sum(shapes, name => name.StartsWith("visual.", StringComparison.Ordinal)), vision.Parameters);
        Assert.Equal(Sum(shapes, name => !name.StartsWith("visual.", StringComparison.Ordinal)), text.Parameters);
        Assert.Equal(Sum(shapes, name => Single(name, shapes[name])), (vision + text).Single);
    }

    [Fact]
    public void VisionTransformer_SmallModel_CountsLayerByLayer()
    {
        // Width 4, one block, patch 2, 4 px, embedding 3: conv 3*2*2*4, class 4, positions (4+1)*4, two norms around 16, projection 12;
        // block: in 12*4+12, out 4*4+4, mlp 16*4+16 and 4*16+4, two norms 16.
        var numbers = StoredNumbers.VisionTransformer(4, 1, 2, 4, 3);

        Assert.Equal(48 + 12 + 60 + 20 + 80 + 68, numbers.Half);
        Assert.Equal(4 + 20 + 16 + 16, numbers.Single);
        Assert.Equal((2 * 288) + (4 * 56), numbers.Bytes);
    }

    [Theory]
    [InlineData("ViT-B-16", 149_620_737, "350 MB")]
    [InlineData("RN50", 102_007_137, "255 MB")]
    public void Parameters_Published_AreThoseOfTheArchitecture(string name, long parameters, string size)
    {
        var model = KnownModels.Find(KnownModels.All, name)!;

        Assert.Equal(parameters, model.Parameters);
        Assert.Equal(size, model.ApproximateSize);
    }

    private static bool Single(string name, long[] shape) =>
        name.Contains("embedding", StringComparison.Ordinal) || name is "logit_scale"
        || (shape.Length == 1 && (name.Contains(".bn", StringComparison.Ordinal) || name.Contains("downsample.1", StringComparison.Ordinal)
            || name.Contains("ln_", StringComparison.Ordinal)));

    private static long Sum(Dictionary<string, long[]> shapes, Func<string, bool> which) =>
        shapes.Where(tensor => which(tensor.Key)).Sum(tensor => tensor.Value.Aggregate(1L, (product, side) => product * side));

    private static int Blocks(Dictionary<string, long[]> shapes, string prefix) =>
        shapes.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..].Split('.')[0]).Distinct().Count();

    /// <summary>Learned tensors of a file: safetensors begin with their header's length and the header, in JSON.</summary>
    private static Dictionary<string, long[]> Shapes(string path)
    {
        using var stream = File.OpenRead(path);
        var length = new byte[8];
        stream.ReadExactly(length);
        var header = new byte[BinaryPrimitives.ReadInt64LittleEndian(length)];
        stream.ReadExactly(header);
        using var json = JsonDocument.Parse(header);
        return json.RootElement.EnumerateObject()
            .Where(tensor => tensor.Name != "__metadata__" && !tensor.Name.Contains("running_", StringComparison.Ordinal))
            .ToDictionary(tensor => tensor.Name, tensor => tensor.Value.GetProperty("shape").Deserialize<long[]>()!);
    }
}
