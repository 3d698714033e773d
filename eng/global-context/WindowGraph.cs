using System.Text;
using MaskClip;
using Microsoft.ML.OnnxRuntime;

/// <summary>A photo's windows through a graph of the library that gives inner values too.</summary>
internal sealed class WindowGraph : IDisposable
{
    private readonly InferenceSession session;
    private readonly Segmenter segmenter;
    private readonly string[] outputs;

    public WindowGraph(Segmenter segmenter, string folder, string pattern, Func<string, string[]> inner, params string[] outputs)
    {
        this.segmenter = segmenter;
        string file = Directory.GetFiles(folder, pattern, SearchOption.AllDirectories).Single();
        byte[] graph = File.ReadAllBytes(file);
        string[] added = inner(Encoding.Latin1.GetString(graph));
        // Protocol buffers merge a field that comes twice: a second graph (7) that has outputs (12) alone adds them.
        byte[] more = [.. added.SelectMany(name => Field(12, [.. Field(1, Encoding.UTF8.GetBytes(name)), .. Field(2, Field(1, [8, 1]))]))];
        string extended = Path.Combine(Path.GetDirectoryName(file)!, "inner.onnx"); // beside the weights that it names
        File.WriteAllBytes(extended, [.. graph, .. Field(7, more)]);
        session = new InferenceSession(extended);
        this.outputs = [.. added, .. outputs];
    }

    public float[][] Run(RgbImage window, params (string Name, long[] Shape, float[] Values)[] tables)
    {
        var (mean, std, isBgr) = segmenter.Normalization;
        int pixels = window.Width * window.Height;
        var samples = new float[3 * pixels];
        for (int i = 0; i < samples.Length; i++)
        {
            int channel = i / pixels, color = isBgr ? 2 - channel : channel;
            samples[i] = (window.Pixels[i % pixels * 3 + color] / 255f - mean[color]) / std[color];
        }

        (string Name, long[] Shape, float[] Values)[] all = [("image", [1, 3, window.Height, window.Width], samples), .. tables];
        OrtValue[] inputs = [.. all.Select(input => OrtValue.CreateTensorValueFromMemory(input.Values, input.Shape))];
        using var run = new RunOptions();
        using var results = session.Run(run, [.. all.Select(input => input.Name)], inputs, outputs);
        foreach (var input in inputs) input.Dispose();
        return [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
    }

    public void Dispose() => session.Dispose();

    private static byte[] Field(int number, byte[] content)
    {
        if (content.Length > 127) throw new ArgumentException("One byte of length is written.");
        return [(byte)(number * 8 + 2), (byte)content.Length, .. content];
    }
}
