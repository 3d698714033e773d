using MaskClip.Export;
using MaskClip.Graph;

namespace MaskClip.Tests.Export;

public sealed class OnnxModelFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-export").FullName;

    [Fact]
    public void WriteWhole_ExternalWeights_AreInsideAndNothingElseChanges()
    {
        Write();
        var outside = OnnxModelFile.Read(At("graph.onnx"));
        Assert.Equal(["graph.weights"], outside.WeightFiles);
        using (var stream = File.Create(At("whole.onnx"))) outside.WriteWhole(stream);
        var inside = OnnxModelFile.Read(At("whole.onnx"));
        Assert.Empty(inside.WeightFiles);
        using (var stream = File.Create(At("again.onnx"))) inside.WriteWhole(stream);
        Assert.Equal(File.ReadAllBytes(At("whole.onnx")), File.ReadAllBytes(At("again.onnx")));
        Assert.True(new FileInfo(At("whole.onnx")).Length > 300 * sizeof(float));
    }

    [Fact]
    public void WriteWhole_WeightsCutOff_IsRefused()
    {
        Write();
        using (var weights = File.OpenWrite(At("graph.weights"))) weights.SetLength(100);
        Assert.Contains(
            "'graph.weights' is cut off",
            Assert.Throws<FormatException>(() => OnnxModelFile.Read(At("graph.onnx")).WriteWhole(Stream.Null)).Message);
    }

    [Fact]
    public void Read_CutOffAnywhere_IsRefusedOrSmaller()
    {
        Write();
        var bytes = File.ReadAllBytes(At("graph.onnx"));
        int refused = 0;
        for (int length = 1; length < bytes.Length; length++)
        {
            File.WriteAllBytes(At("cut.onnx"), bytes[..length]);
            try
            {
                OnnxModelFile.Read(At("cut.onnx"));
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        // Only a cut between two fields of the model goes unseen here.
        Assert.InRange(refused, bytes.Length - 6, bytes.Length - 1);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Write()
    {
        var weights = new WeightFile("graph.weights");
        weights.Add("first", [3, 100], () => Enumerable.Range(0, 300).Select(i => (float)i).ToArray());
        weights.Add("second", [5], () => new float[] { 1, 2, 3, 4, 5 });
        using (var stream = File.Create(At("graph.weights"))) weights.Write(stream);
        var graph = new OnnxGraph("test");
        var x = graph.Input("x", OnnxType.Float, "n", 3);
        graph.Output(graph.Add("MatMul", [x, graph.Weight(weights, "first")]), "y", "n", 100);
        graph.Output(graph.Weight(weights, "second"), "z", 5);
        using var file = File.Create(At("graph.onnx"));
        graph.Write(file);
    }

    private string At(string name) => Path.Combine(folder, name);
}
