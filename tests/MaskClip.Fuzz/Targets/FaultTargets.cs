using MaskClip.Checkpoints;
using MaskClip.Fuzz.Corpus;
using MaskClip.Imaging;
using MaskClip.Storage;

namespace MaskClip.Fuzz.Targets;

/// <summary>
/// Streams and files that fail in the middle: the fault comes out as it is, files keep what they had, and nothing half written stays.
/// </summary>
internal static class FaultTargets
{
    private static readonly byte[] Former = [1, 2, 3];

    /// <summary>The targets; the first bytes of an input say where it fails.</summary>
    public static IEnumerable<FuzzTarget> Create()
    {
        byte[][] corpus = [.. new[] { 0, 1, 7, 33, 200, 4000, 60000 }.Select(at => BitConverter.GetBytes(at | 3 << 24))];
        byte[][] pictures = [.. PictureCorpus.All()];
        byte[][] masks = [.. PictureCorpus.Masks()];
        yield return new("fault-read-photo", corpus, input => Read(input, pictures, stream => RgbImage.Load(stream)));
        yield return new("fault-read-mask", corpus, input => Read(input, masks, stream => LabelMask.Load(stream)));
        yield return new("fault-write-png", corpus, input => Write(input, stream =>
            PngWriter.Write(stream, 40, 30, new byte[3 * 40 * 30].AsSpan())));
        yield return new("fault-write-mask", corpus, input => Write(input, stream =>
            PngWriter.WriteLabels(stream, 40, 30, new ushort[40 * 30], [])));
        yield return new("fault-write-tensors", corpus, input => Write(input, stream => SafetensorsWriter.Write(
            stream, [new SafetensorsEntry("a", [300], new float[300])], metadata: null)));
        var folder = AllTargets.Folder();
        yield return new("fault-atomic-file", corpus, input => Replace(folder, input));
    }

    private static (int At, int Part) Of(byte[] input)
    {
        var bytes = new byte[4];
        input.AsSpan(0, Math.Min(input.Length, 4)).CopyTo(bytes);
        int number = BitConverter.ToInt32(bytes);
        return (number & 0xFFFFFF, 1 + (number >>> 24));
    }

    private static void Read(byte[] input, byte[][] contents, Action<Stream> read)
    {
        var (at, part) = Of(input);
        var content = contents[at % contents.Length];
        bool fails = at / contents.Length < content.Length;
        try
        {
            read(new FaultyStream(content, fails ? at / contents.Length : -1, part));
            if (fails) throw new InvalidOperationException("The fault did not come out.");
        }
        catch (IOException error) when (fails && error.Message == FaultyStream.Fault)
        {
            // As it should.
        }
    }

    private static void Write(byte[] input, Action<Stream> write)
    {
        var stream = new FaultyStream([], Of(input).At % 6000, 1);
        try
        {
            write(stream);
            stream.Flush();
        }
        catch (IOException error) when (error.Message == FaultyStream.Fault)
        {
            // As it should.
        }
    }

    private static void Replace(string folder, byte[] input)
    {
        var path = Path.Combine(folder, "file");
        File.WriteAllBytes(path, Former);
        int at = Of(input).At % 200_000;
        try
        {
            AtomicFile.Write(path, stream =>
            {
                stream.Write(new byte[at]);
                throw new IOException(FaultyStream.Fault);
            });
            throw new InvalidOperationException("The fault did not come out.");
        }
        catch (IOException error) when (error.Message == FaultyStream.Fault)
        {
            if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(Former))
                throw new InvalidOperationException("The file was changed.", error);
            if (Directory.GetFiles(folder).Length != 1) throw new InvalidOperationException("Something half written stayed.", error);
        }
    }
}
