using MaskClip.Imaging;
using MaskClip.World.Scenes;
using MaskClip.World.Stuff;

namespace MaskClip.World.Layouts;

/// <summary>Paints an arranged scene and takes stock of what can be seen in it.</summary>
internal static class ScenePainter
{
    /// <summary>Paints a scene.</summary>
    /// <param name="setting">Its stuff and light.</param>
    /// <param name="stuff">Which layer of stuff owns each pixel.</param>
    /// <param name="things">Its things, far to near.</param>
    /// <param name="film">What the camera adds.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static WorldScene Paint(Setting setting, byte[] stuff, IReadOnlyList<Placed> things, Film film, int width, int height)
    {
        using var canvas = new SceneCanvas(setting, width, height);
        var whole = new int[things.Count];
        for (int i = 0; i < things.Count; i++) whole[i] = canvas.Draw(things[i], (byte)(i + 1));
        var layers = setting.Backdrop.Laid.ToArray();
        var mask = new byte[width * height];
        var seen = new Tally[things.Count];
        var stuffPixels = new int[layers.Length];
        var owned = canvas.Owned();
        for (int at = 0; at < mask.Length; at++)
        {
            int owner = owned[at];
            if (owner == 0)
            {
                mask[at] = WorldClasses.IndexOf(layers[stuff[at]].Kind);
                stuffPixels[stuff[at]]++;
            }
            else
            {
                mask[at] = WorldClasses.IndexOf(things[owner - 1].Thing);
                seen[owner - 1].Add(at % width, at / width);
            }
        }

        return new WorldScene
        {
            Seed = 0,
            Split = WorldSplit.Train,
            Picture = film.Develop(canvas.Picture),
            Mask = new IndexedImage(width, height, mask, WorldClasses.PaletteBytes),
            Objects = [.. things.Select((thing, i) => Describe(thing, seen[i], whole[i], Around(mask, width, height, seen[i].Box)))],
            Stuff = [.. layers.Select((layer, i) => (layer.Kind, layer.Surface.Word, Pixels: stuffPixels[i])).GroupBy(layer => layer.Kind)
                .Select(same => new WorldStuff(same.Key, same.First().Word, same.Sum(layer => layer.Pixels),
                    same.Sum(layer => layer.Pixels) / (float)mask.Length))],
            Mood = new SceneMood(setting.IsNight, film.IsBlurred, film.IsGrainy, setting.IsCloseUp),
        };
    }

    private static WorldObject Describe(Placed placed, Tally seen, int whole, StuffKind? under) => new(
        WorldClasses.IndexOf(placed.Thing),
        placed.Color,
        placed.Pattern,
        placed.Pose.Word,
        seen.Box,
        seen.Pixels,
        whole == 0 ? 0 : (float)seen.Pixels / whole,
        under,
        HeldOut.Has(placed.Color, placed.Thing.Name));

    /// <summary>The most frequent stuff just below a box and beside its foot.</summary>
    private static StuffKind? Around(byte[] mask, int width, int height, PixelBox box)
    {
        if (box.Width == 0) return null;
        int reach = 1 + Math.Min(width, height) / 64, bottom = box.Y + box.Height;
        Span<int> counts = stackalloc int[WorldClasses.Names.Count - WorldClasses.ThingCount];
        for (int y = Math.Max(bottom - reach, 0); y < Math.Min(bottom + reach, height); y++)
        {
            for (int x = Math.Max(box.X - reach, 0); x < Math.Min(box.X + box.Width + reach, width); x++)
            {
                int stuff = mask[y * width + x] - WorldClasses.ThingCount;
                if (stuff >= 0 && (y >= bottom || x < box.X || x >= box.X + box.Width)) counts[stuff]++;
            }
        }

        int most = 0;
        for (int kind = 1; kind < counts.Length; kind++)
        {
            if (counts[kind] > counts[most]) most = kind;
        }

        return counts[most] == 0 ? null : (StuffKind)most;
    }

    /// <summary>Counts an owner's pixels and how far they reach.</summary>
    private struct Tally
    {
        private int left;
        private int top;
        private int right;
        private int bottom;

        public int Pixels { get; private set; }

        public readonly PixelBox Box => Pixels == 0 ? default : new PixelBox(left, top, right - left + 1, bottom - top + 1);

        public void Add(int x, int y)
        {
            if (Pixels++ == 0) (left, top, right, bottom) = (x, y, x, y);
            else (left, right, bottom) = (Math.Min(left, x), Math.Max(right, x), y);
        }
    }
}
