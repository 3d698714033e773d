using MaskClip.Imaging;
using MaskClip.Storage;

namespace MaskClip.Cli.Tests;

/// <summary>A data set that the tests draw: cuttings of the postcard, sky above and grass below, the rest unknown.</summary>
internal static class TinyDataset
{
    /// <summary>The classes.</summary>
    public static string[] Names { get; } = ["sky", "grass", "tree"];

    /// <summary>Writes the folder: images, masks, names.txt.</summary>
    public static void Write(string folder, int photos, int width = 96, int height = 80)
    {
        var postcard = SamplePostcard.Draw(320, 224);
        for (int i = 0; i < photos; i++)
        {
            // Each photo is another cutting, stretched, so that no two have the same confusion.
            var photo = postcard.Crop(new PixelBox(7 * i % 120, 0, 200, 224)).Resize(width, height);
            photo.SavePng(Path.Combine(folder, "images", $"{i:000}.png"));
            var mask = new byte[width * height];
            mask.AsSpan().Fill(Segmentation.Ignore);
            mask.AsSpan(0, height / 4 * width).Clear();
            mask.AsSpan((height - height / 8) * width).Fill(1);
            AtomicFile.WriteAllBytes(Path.Combine(folder, "masks", $"{i:000}.png"), IndexedPng.Encode(new IndexedImage(width, height, mask, [])));
        }

        File.WriteAllLines(Path.Combine(folder, "names.txt"), Names);
    }
}
