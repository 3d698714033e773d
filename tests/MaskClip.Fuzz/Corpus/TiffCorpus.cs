using BitMiracle.LibTiff.Classic;

namespace MaskClip.Fuzz.Corpus;

/// <summary>Small TIFF files of every kind that is read.</summary>
internal static class TiffCorpus
{
    private const int Width = 7, Height = 5, Side = 16;

    /// <summary>The files.</summary>
    public static IReadOnlyList<byte[]> Create() =>
    [
        Write(8, 3, Compression.NONE, isTiled: false),
        Write(8, 3, Compression.LZW, isTiled: false),
        Write(16, 1, Compression.PACKBITS, isTiled: false),
        Write(16, 3, Compression.DEFLATE, isTiled: true),
        Write(8, 4, Compression.LZW, isTiled: true),
    ];

    private static byte[] Write(int bits, int samples, Compression compression, bool isTiled)
    {
        using var stream = new MemoryStream();
        using (var tiff = Tiff.ClientOpen("corpus", "w", stream, new TiffStream()))
        {
            tiff.SetField(TiffTag.IMAGEWIDTH, Width);
            tiff.SetField(TiffTag.IMAGELENGTH, Height);
            tiff.SetField(TiffTag.SAMPLESPERPIXEL, samples);
            tiff.SetField(TiffTag.BITSPERSAMPLE, bits);
            tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
            tiff.SetField(TiffTag.PHOTOMETRIC, samples == 1 ? Photometric.MINISBLACK : Photometric.RGB);
            tiff.SetField(TiffTag.COMPRESSION, compression);
            tiff.SetField(TiffTag.ORIENTATION, Orientation.RIGHTTOP);
            if (samples == 4) tiff.SetField(TiffTag.EXTRASAMPLES, 1, new[] { (short)ExtraSample.UNASSALPHA });
            if (isTiled)
            {
                tiff.SetField(TiffTag.TILEWIDTH, Side);
                tiff.SetField(TiffTag.TILELENGTH, Side);
                tiff.WriteTile(Bytes(Side * Side), 0, 0, 0, 0, 0);
            }
            else
            {
                tiff.SetField(TiffTag.ROWSPERSTRIP, 2);
                var row = Bytes(Width);
                for (int y = 0; y < Height; y++) tiff.WriteScanline(row, y);
            }

            byte[] Bytes(int pixels) => [.. Enumerable.Range(0, pixels * samples * bits / 8).Select(i => (byte)(37 * i))];
        }

        return stream.ToArray();
    }
}
