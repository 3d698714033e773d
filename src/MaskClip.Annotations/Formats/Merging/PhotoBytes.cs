using System.Runtime.InteropServices;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats.Merging;

/// <summary>A photo's annotations as bytes, to be put aside: nothing is lost, and the same annotations give the same bytes.</summary>
/// <remarks>Safe to use from several threads. For a program's own files; no format for others, and of machines that count alike.</remarks>
public static class PhotoBytes
{
    /// <summary>Writes them.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="category">The number of each class among all parts' classes.</param>
    public static byte[] Write(AnnotatedPhoto photo, Func<int, int> category)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(category);
        using var stream = new MemoryStream();
        using var to = new BinaryWriter(stream);
        to.Write(photo.Name);
        to.Write(photo.Width);
        to.Write(photo.Height);
        to.Write(photo.Void is not null);
        if (photo.Void is { } unknown) Write(to, unknown);
        to.Write(photo.Regions.Count);
        foreach (var region in photo.Regions)
        {
            to.Write(category(region.Category));
            to.Write(region.Score ?? double.NaN);
            to.Write(region.IsCrowd);
            Write(to, region.Mask);
            to.Write(region.HasPolygons ? region.Polygons.Count : -1);
            if (!region.HasPolygons) continue;
            foreach (var polygon in region.Polygons)
            {
                to.Write(polygon.Holes.Count);
                foreach (var ring in polygon.Rings) Write(to, ring);
            }
        }

        to.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads them.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="path">Where the photo lies.</param>
    /// <param name="open">Opens the photo.</param>
    public static AnnotatedPhoto Read(byte[] bytes, string? path, Func<Stream>? open)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        using var from = new BinaryReader(new MemoryStream(bytes));
        var name = from.ReadString();
        int width = from.ReadInt32(), height = from.ReadInt32();
        var unknown = from.ReadBoolean() ? ReadMask(from, width, height) : null;
        var regions = new AnnotatedRegion[from.ReadInt32()];
        for (int i = 0; i < regions.Length; i++)
        {
            int category = from.ReadInt32();
            double number = from.ReadDouble();
            double? score = double.IsNaN(number) ? null : number;
            bool isCrowd = from.ReadBoolean();
            var mask = ReadMask(from, width, height);
            int polygons = from.ReadInt32();
            if (polygons < 0)
            {
                regions[i] = new AnnotatedRegion(category, mask) { Score = score, IsCrowd = isCrowd };
                continue;
            }

            var outline = new PixelPolygon[polygons];
            for (int j = 0; j < polygons; j++)
            {
                var holes = new IReadOnlyList<PixelPoint>[from.ReadInt32()];
                var exterior = ReadRing(from);
                for (int k = 0; k < holes.Length; k++) holes[k] = ReadRing(from);
                outline[j] = new PixelPolygon(exterior, holes);
            }

            regions[i] = AnnotatedRegion.Filled(category, outline, () => mask, score, isCrowd);
        }

        return new AnnotatedPhoto(name, width, height, regions) { Void = unknown, PhotoPath = path, OpenPhoto = open };
    }

    private static void Write(BinaryWriter to, RegionMask mask)
    {
        to.Write(mask.Runs.Length);
        to.Write(MemoryMarshal.AsBytes(mask.Runs));
    }

    private static RegionMask ReadMask(BinaryReader from, int width, int height)
    {
        var runs = new PixelRun[from.ReadInt32()];
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(runs.AsSpan()));
        return new RegionMask(width, height, runs);
    }

    private static void Write(BinaryWriter to, IReadOnlyList<PixelPoint> ring)
    {
        to.Write(ring.Count);
        foreach (var (x, y) in ring)
        {
            to.Write(x);
            to.Write(y);
        }
    }

    private static PixelPoint[] ReadRing(BinaryReader from)
    {
        var ring = new PixelPoint[from.ReadInt32()];
        for (int i = 0; i < ring.Length; i++) ring[i] = new PixelPoint(from.ReadDouble(), from.ReadDouble());
        return ring;
    }
}
