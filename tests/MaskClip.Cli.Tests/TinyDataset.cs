using MaskClip.Imaging;
using MaskClip.Storage;
using MaskClip.World;

namespace MaskClip.Cli.Tests;

/// <summary>A data set that the tests draw: cuttings of the postcard.</summary>
internal static class TinyDataset
{
    /// <summary>The classes; the rest is unknown.</summary>
    public static string[] Names { get; } = ["sky", "grass", "tree"];

    /// <summary>Writes the folder: images, masks, names.txt.</summary>
    public static void Write(string folder, int photos, int width = 96, int height = 80)
    {
        var postcard = SamplePostcard.Scene(2 * width, height);
        // -1 becomes 255, unknown
        byte[] labels = [.. postcard.Mask.Indices.Select(index => (byte)Array.IndexOf(Names, WorldClasses.Names[index]))];
        for (int i = 0; i < photos; i++)
        {
            // Each photo is another cutting, so that no two have the same confusion.
            int left = 7 * i % width;
            postcard.Picture.Crop(new PixelBox(left, 0, width, height)).SavePng(Path.Combine(folder, "images", $"{i:000}.png"));
            var mask = labels.Chunk(2 * width).SelectMany(row => row.Skip(left).Take(width)).ToArray();
            AtomicFile.WriteAllBytes(
                Path.Combine(folder, "masks", $"{i:000}.png"), IndexedPng.Encode(new IndexedImage(width, height, mask, [])));
        }

        File.WriteAllLines(Path.Combine(folder, "names.txt"), Names);
    }
}
