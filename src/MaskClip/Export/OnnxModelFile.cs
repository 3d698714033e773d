using System.Globalization;
using System.Text;
using MaskClip.Graph;

namespace MaskClip.Export;

/// <summary>An ONNX file whose weights lie in files beside it, and how to make one file of them.</summary>
/// <remarks>
/// Field numbers are those of <c>onnx.proto</c>: ModelProto.graph 7, GraphProto.initializer 5, TensorProto.external_data 13 and
/// data_location 14.
/// </remarks>
internal sealed class OnnxModelFile
{
    private const int GraphField = 7;
    private const int InitializerField = 5;
    private const int RawDataField = 9;
    private const int ExternalDataField = 13;
    private const int DataLocationField = 14;

    private readonly string folder;
    private readonly List<byte[]> around = [];
    private readonly List<Piece> graph = [];

    private OnnxModelFile(string path)
    {
        folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var model = new ProtoReader(File.ReadAllBytes(path));
        while (model.Next())
        {
            if (model.Field == GraphField) ReadGraph(model.Content);
            else around.Add(model.Whole.ToArray());
        }
    }

    /// <summary>Names of the files that hold the weights.</summary>
    public IReadOnlyList<string> WeightFiles =>
    [
        .. graph.Where(piece => piece.Weights is not null).Select(piece => piece.Weights!.File).Distinct(StringComparer.Ordinal)
    ];

    /// <summary>Reads an ONNX file; the weights stay where they are.</summary>
    /// <exception cref="FormatException">It is not an ONNX file.</exception>
    public static OnnxModelFile Read(string path) => new(path);

    /// <summary>Writes the model with the weights inside.</summary>
    /// <exception cref="InvalidOperationException">The model is larger than a protocol buffer can be.</exception>
    public void WriteWhole(Stream stream)
    {
        long length = graph.Sum(piece => piece.Length);
        if (length + around.Sum(field => (long)field.Length) > int.MaxValue)
        {
            throw new InvalidOperationException(
                $"The model has {length >> 20} MiB; a single ONNX file can hold 2048. Leave its weights in a file of their own.");
        }

        foreach (var field in around) stream.Write(field);
        stream.Write(Tag(GraphField, length));
        var open = new Dictionary<string, FileStream>(StringComparer.Ordinal);
        try
        {
            foreach (var piece in graph) Write(stream, piece, open);
        }
        finally
        {
            foreach (var file in open.Values) file.Dispose();
        }
    }

    private void Write(Stream stream, Piece piece, Dictionary<string, FileStream> open)
    {
        stream.Write(piece.Head);
        if (piece.Weights is not { } weights) return;
        if (!open.TryGetValue(weights.File, out var source))
            open.Add(weights.File, source = File.OpenRead(Path.Combine(folder, weights.File)));
        source.Position = weights.Offset;
        var buffer = new byte[1 << 16];
        for (long left = weights.Length; left > 0;)
        {
            int read = source.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0) throw new FormatException($"The weights file '{weights.File}' is cut off.");
            stream.Write(buffer, 0, read);
            left -= read;
        }
    }

    private void ReadGraph(ReadOnlySpan<byte> content)
    {
        var fields = new ProtoReader(content);
        while (fields.Next())
            graph.Add(fields.Field == InitializerField ? ReadInitializer(fields) : new Piece(fields.Whole.ToArray(), null));
    }

    private static Piece ReadInitializer(ProtoReader initializer)
    {
        var kept = new MemoryStream();
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = new ProtoReader(initializer.Content);
        while (fields.Next())
        {
            if (fields.Field == ExternalDataField) ReadEntry(fields.Content, entries);
            else if (fields.Field != DataLocationField) kept.Write(fields.Whole);
        }

        if (!entries.TryGetValue("location", out var file)) return new Piece(initializer.Whole.ToArray(), null);
        var weights = new WeightSpan(
            file, long.Parse(entries["offset"], CultureInfo.InvariantCulture), long.Parse(entries["length"], CultureInfo.InvariantCulture));
        byte[] raw = Tag(RawDataField, weights.Length);
        return new Piece([.. Tag(InitializerField, kept.Length + raw.Length + weights.Length), .. kept.ToArray(), .. raw], weights);
    }

    private static void ReadEntry(ReadOnlySpan<byte> content, Dictionary<string, string> entries)
    {
        string key = "", value = "";
        var fields = new ProtoReader(content);
        while (fields.Next())
        {
            if (fields.Field == 1) key = Encoding.UTF8.GetString(fields.Content);
            else if (fields.Field == 2) value = Encoding.UTF8.GetString(fields.Content);
        }

        entries[key] = value;
    }

    private static byte[] Tag(int field, long length)
    {
        var writer = new ProtoWriter();
        writer.Prefix(field, length);
        return writer.Written.ToArray();
    }

    /// <summary>A part of the graph: bytes, and weights that follow them.</summary>
    private sealed record Piece(byte[] Head, WeightSpan? Weights)
    {
        public long Length => Head.Length + (Weights?.Length ?? 0);
    }

    /// <summary>Where weights lie.</summary>
    private sealed record WeightSpan(string File, long Offset, long Length);
}
