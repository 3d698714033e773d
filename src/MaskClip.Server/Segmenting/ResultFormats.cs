using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using MaskClip.Annotations;
using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;
using MaskClip.Formats;
using MaskClip.Server.Photos;
using MaskClip.Server.Problems;

namespace MaskClip.Server.Segmenting;

/// <summary>The forms in which a result is answered.</summary>
internal static class ResultFormats
{
    private const string Usual = "json";

    /// <summary>The name that files are given inside annotation formats: never one that a client sent.</summary>
    private const string PhotoName = "photo";

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [Usual] = "application/json",
        ["png"] = "image/png",
        ["overlay"] = "image/png",
        ["heatmap"] = "image/png",
        ["coco"] = "application/json",
        ["labelme"] = "application/json",
        ["npy"] = "application/x-npy",
    };

    /// <summary>The format that a request wants: by name, else by what it accepts.</summary>
    /// <exception cref="RequestProblem">There is none of that name, or of what it accepts.</exception>
    public static string Choose(string? format, HttpRequest request)
    {
        if (!string.IsNullOrEmpty(format))
        {
            return Types.ContainsKey(format) ? format.ToLowerInvariant() : throw RequestProblem.Invalid(
                $"The format is '{format}'. Available: {string.Join(", ", Types.Keys)}.");
        }

        var accepted = request.GetTypedHeaders().Accept;
        if (accepted.Count == 0) return Usual;
        foreach (var type in accepted.OrderByDescending(type => type.Quality ?? 1))
        {
            if (type.MatchesAllTypes || type.MediaType.Equals("application/*", StringComparison.Ordinal)) return Usual;
            if (type.MediaType.Equals("image/*", StringComparison.Ordinal)) return "png";
            if (Types.FirstOrDefault(pair => type.MediaType.Equals(pair.Value, StringComparison.OrdinalIgnoreCase)).Key is { } known)
                return known;
        }

        throw new RequestProblem(
            StatusCodes.Status406NotAcceptable,
            "Not acceptable",
            $"What is accepted is '{request.Headers.Accept}'. Available: {string.Join(", ", Types.Values.Distinct())}.");
    }

    /// <summary>Writes a result.</summary>
    public static IResult Write(string format, string id, SegmentRequest request, EmbeddedPhoto embedded, Segmentation result)
    {
        var type = Types[format];
        switch (format)
        {
            case "png":
                return Bytes(stream => MaskValues.Save(result, stream), type);
            case "overlay":
                return Bytes(stream => Overlay.Paint(embedded.Photo, result).SavePng(stream), type);
            case "heatmap":
                return Bytes(stream => HeatMap.Paint(embedded.Photo, result, ClassOf(request, result)).SavePng(stream), type);
            case "npy":
                return TypedResults.Bytes(Numpy(result), type);
            case "coco" or "labelme":
                return Bytes(stream => WriteAnnotations(format, stream, Shapes(request, result), result.Vocabulary), type);
            default:
                return TypedResults.Ok(SegmentAnswer.Of(id, embedded.Choice, result, Shapes(request, result)));
        }
    }

    /// <summary>A result's shapes.</summary>
    public static AnnotatedPhoto Shapes(SegmentRequest request, Segmentation result) => AnnotatedPhoto.From(
        PhotoName, result, new InstanceOptions { MinArea = Math.Max(0, request.MinArea ?? 0) });

    private static void WriteAnnotations(string format, Stream stream, AnnotatedPhoto shapes, Vocabulary vocabulary)
    {
        using var writer = AnnotationFormats.Find(format).Create(stream, AnnotationSchema.From(vocabulary));
        writer.Add(shapes);
        writer.Complete();
    }

    private static int ClassOf(SegmentRequest request, Segmentation result)
    {
        if (string.IsNullOrEmpty(request.Name)) return 0;
        var classes = result.Vocabulary.Classes;
        for (int index = 0; index < classes.Count; index++)
        {
            if (classes[index].Name.Equals(request.Name, StringComparison.OrdinalIgnoreCase)) return index;
        }

        throw RequestProblem.Invalid(
            $"The heat map of '{request.Name}' is asked for. Available: {string.Join(", ", classes.Select(one => one.Name))}.");
    }

    private static IResult Bytes(Action<Stream> write, string type)
    {
        using var stream = new MemoryStream();
        write(stream);
        return TypedResults.Bytes(stream.ToArray(), type);
    }

    /// <summary>Labels as numpy's format 1.0: 16 bits without sign, <c>[height, width]</c>, 65535 for no class.</summary>
    private static byte[] Numpy(Segmentation result)
    {
        const int Preamble = 10, Block = 64;
        var text = $"{{'descr': '<u2', 'fortran_order': False, 'shape': ({result.Height}, {result.Width}), }}";
        int length = (Preamble + text.Length + 1 + Block - 1) / Block * Block;
        var bytes = new byte[length + 2 * result.Labels.Length];
        bytes.AsSpan(0, length).Fill((byte)' ');
        bytes[0] = 0x93;
        "NUMPY"u8.CopyTo(bytes.AsSpan(1));
        (bytes[6], bytes[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)(length - Preamble));
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(Preamble));
        bytes[length - 1] = (byte)'\n';
        MemoryMarshal.AsBytes(result.Labels).CopyTo(bytes.AsSpan(length));
        return bytes;
    }
}
