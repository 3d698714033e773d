using MaskClip.Checkpoints;
using MaskClip.Checkpoints.Onnx;
using MaskClip.Families.Bridge;
using MaskClip.Graph;
using MaskClip.Models;

namespace MaskClip.Tests.Checkpoints.Onnx;

/// <summary>ONNX files read as checkpoints: nothing is run, nothing is taken on trust.</summary>
public sealed class OnnxWeightsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_TensorsAndNodes_AreWhatWasWritten()
    {
        using var bytes = MappedBytes.Open(Small());
        var file = OnnxWeights.Read(bytes);

        var tensor = Assert.Single(file.Tensors.Values, tensor => tensor.Type == ElementType.Float32);
        Assert.Equal([0.5f, -2f, 3f], tensor.ToArray());
        var node = Assert.Single(file.NodeList, node => node.Operation == "MaxPool");
        Assert.Equal([3, 3], node.List("kernel_shape"));
        Assert.Equal([1, 1], node.List("strides", 1, 1));
    }

    [Fact]
    public void Read_CutOffAnywhere_IsACheckpointError()
    {
        byte[] whole = File.ReadAllBytes(Small());
        for (int length = 1; length < whole.Length; length++)
        {
            using var bytes = MappedBytes.FromArray("cut.onnx", whole.AsSpan(0, length));
            try
            {
                OnnxWeights.Read(bytes);
            }
            catch (CheckpointException error)
            {
                Assert.Contains("cut.onnx", error.Message);
            }
        }
    }

    [Fact]
    public void Read_NumbersInAnotherFile_AreRefused()
    {
        var weights = new WeightFile("x.weights");
        weights.Add("w", [3], () => new float[] { 1, 2, 3 });
        var graph = new OnnxGraph("external");
        graph.Output(graph.Add("Relu", [graph.Weight(weights, "w")]), "y", 3);
        var path = Path.Combine(folder, "external.onnx");
        using (var stream = File.Create(path)) graph.Write(stream);

        using var bytes = MappedBytes.Open(path);
        Assert.Contains("its numbers lie in another file", Assert.Throws<CheckpointException>(() => OnnxWeights.Read(bytes)).Message);
    }

    [Theory]
    [InlineData("MaxPool", "Tanh")]
    [InlineData("BatchNormalization", "InstanceNormalizatio")]
    public void ResNet_WithSomethingElseInIt_IsRefused(string operation, string other)
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(InstalledModels.DefaultFolder, "photo", "image.onnx"));
        byte[] from = System.Text.Encoding.ASCII.GetBytes(operation), to = System.Text.Encoding.ASCII.GetBytes(
            other.PadRight(operation.Length)[..operation.Length]);
        int at = whole.AsSpan().IndexOf(from);
        Assert.True(at > 0);
        to.CopyTo(whole, at);
        var path = Path.Combine(folder, "altered.onnx");
        File.WriteAllBytes(path, whole);

        var error = Assert.Throws<CheckpointException>(() => ResNetWeights.Open(path).Dispose());

        Assert.Contains(path, error.Message);
        Assert.Contains("ResNet", error.Message);
    }

    private string Small()
    {
        var graph = new OnnxGraph("small");
        var x = graph.Input("x", OnnxType.Float, 1, 1, "h", "w");
        graph.Output(
            graph.Add("Mul", [graph.Add("MaxPool", [x], OnnxAttribute.Integers("kernel_shape", 3, 3)), graph.Floats(0.5f, -2, 3)]),
            "y",
            1,
            1,
            "h",
            "w");
        var path = Path.Combine(folder, "small.onnx");
        using var stream = File.Create(path);
        graph.Write(stream);
        return path;
    }
}
