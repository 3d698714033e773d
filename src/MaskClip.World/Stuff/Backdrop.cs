using System.Numerics;
using SkiaSharp;

namespace MaskClip.World.Stuff;

/// <summary>The stuff of a scene, laid from far to near, with an exact map of what is where.</summary>
internal sealed unsafe class Backdrop(int width, int height)
{
    private readonly List<Layer> layers = [];

    /// <summary>Pixels a unit: the short side.</summary>
    public float Unit { get; } = Math.Min(width, height);

    /// <summary>What was laid, in that order.</summary>
    public IEnumerable<(StuffKind Kind, Surface Surface)> Laid => layers.Select(layer => (layer.Kind, layer.Surface));

    /// <summary>Lays a surface over the whole picture.</summary>
    public void Lay(StuffKind kind, Surface surface) => layers.Add(new Layer(kind, surface, null));

    /// <summary>Lays a surface below an edge.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="surface">How it looks.</param>
    /// <param name="edge">The row, in pixels, in each column.</param>
    public void LayBelow(StuffKind kind, Surface surface, float[] edge)
    {
        var cover = new byte[width * height];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++) cover[row * width + column] = Share(row + 1 - edge[column]);
        }

        layers.Add(new Layer(kind, surface, cover));
    }

    /// <summary>Lays a surface above an edge: for what hides under it.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="surface">How it looks.</param>
    /// <param name="inside">How far inside (positive, in pixels) or outside a pixel's middle is.</param>
    public void LayWhere(StuffKind kind, Surface surface, Func<float, float, float> inside)
    {
        var cover = new byte[width * height];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++) cover[row * width + column] =
                Share(inside((column + 0.5f) / Unit, (row + 0.5f) / Unit) + 0.5f);
        }

        layers.Add(new Layer(kind, surface, cover));
    }

    /// <summary>Which layer owns each pixel: the last that covers at least half of it.</summary>
    public byte[] Owners()
    {
        var owners = new byte[width * height];
        for (int layer = 1; layer < layers.Count; layer++)
        {
            var cover = layers[layer].Cover;
            for (int at = 0; at < owners.Length; at++)
            {
                if (cover is null || cover[at] >= 128) owners[at] = (byte)layer;
            }
        }

        return owners;
    }

    /// <summary>Paints everything.</summary>
    /// <param name="into">RGBA.</param>
    /// <param name="brightness">1 by day; the sky is as bright as it is.</param>
    public void Paint(SKBitmap into, float brightness)
    {
        var pixels = (byte*)into.GetPixels();
        var last = Last();
        for (int index = 0; index < layers.Count; index++)
        {
            var layer = layers[index];
            var light = layer.Kind is StuffKind.Sky or StuffKind.NightSky ? Vector3.One
                : new Vector3(brightness, brightness, Math.Min(1, brightness * 1.12f));
            for (int row = 0; row < height; row++)
            {
                float y = (row + 0.5f) / Unit;
                for (int column = 0; column < width; column++)
                {
                    int at = row * width + column, cover = layer.Cover is null ? 255 : layer.Cover[at];
                    if (cover == 0 || last[at] > index) continue;
                    var color = layer.Surface.At((column + 0.5f) / Unit, y, column, row) * light;
                    Put(pixels + 4 * at, color, cover);
                }
            }
        }
    }

    private static void Put(byte* pixel, Vector3 color, int cover)
    {
        Span<int> channels = [ToByte(color.X), ToByte(color.Y), ToByte(color.Z)];
        for (int i = 0; i < 3; i++) pixel[i] = cover == 255 ? (byte)channels[i]
            : (byte)((pixel[i] * (255 - cover) + channels[i] * cover + 127) / 255);
        pixel[3] = 255;
    }

    private static int ToByte(float value) => (int)Math.Clamp(value + 0.5f, 0, 255);

    private static byte Share(float covered) => (byte)(255 * Math.Clamp(covered, 0, 1));

    /// <summary>For each pixel the last layer that covers it wholly: what lies under that need not be painted.</summary>
    private byte[] Last()
    {
        var last = new byte[width * height];
        for (int layer = 1; layer < layers.Count; layer++)
        {
            var cover = layers[layer].Cover;
            for (int at = 0; at < last.Length; at++)
            {
                if (cover is null || cover[at] == 255) last[at] = (byte)layer;
            }
        }

        return last;
    }

    /// <param name="Kind">What it is.</param>
    /// <param name="Surface">How it looks.</param>
    /// <param name="Cover">How much of each pixel it covers; null for all of all.</param>
    private sealed record Layer(StuffKind Kind, Surface Surface, byte[]? Cover);
}
