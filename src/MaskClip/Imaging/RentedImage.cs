using System.Buffers;
using MaskClip.Storage;

namespace MaskClip.Imaging;

/// <summary>
/// A picture that is needed for a while only: a photo itself, or a resized one in rented memory.
/// </summary>
internal sealed class RentedImage : IDisposable
{
    private readonly bool rented;
    private byte[]? data;

    private RentedImage(int width, int height, byte[] data, bool rented)
    {
        Width = width;
        Height = height;
        this.data = data;
        this.rented = rented;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Red, green, blue, row by row.</summary>
    public Span<byte> Pixels => (data ?? throw new ObjectDisposedException(nameof(RentedImage))).AsSpan(0, 3 * Width * Height);

    /// <summary>A photo as it is.</summary>
    public static RentedImage Of(RgbImage photo) => new(photo.Width, photo.Height, photo.Data, rented: false);

    /// <summary>A picture whose pixels are still to be written.</summary>
    public static RentedImage Take(
        int width, int height) => new(width, height, ArrayPool<byte>.Shared.Rent(checked(3 * width * height)), rented: true);

    /// <summary>A photo at another size, as <see cref="RgbImage.Resize"/> makes it.</summary>
    public static RentedImage Resized(RgbImage photo, int width, int height, ResampleFilter filter = ResampleFilter.Bicubic)
    {
        if (width == photo.Width && height == photo.Height) return Of(photo);
        var picture = Take(width, height);
        PillowResampling.Resize(photo, width, height, filter, picture.Pixels);
        return picture;
    }

    /// <summary>A picture of its own, of the same pixels.</summary>
    public RgbImage Copy() => new(Width, Height, Pixels.ToArray());

    /// <summary>Writes a PNG file, as <see cref="RgbImage.SavePng(string)"/> does.</summary>
    public void SavePng(string path) => AtomicFile.Write(path, stream => PngWriter.Write(stream, Width, Height, Pixels), buffer: 0);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (rented && data is not null) ArrayPool<byte>.Shared.Return(data);
        data = null;
    }
}
