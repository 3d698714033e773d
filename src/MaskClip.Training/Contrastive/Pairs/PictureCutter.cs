
using MaskClip.Imaging;
using MaskClip.Towers;
using MaskClip.Training.Augmentation;

namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>Brings pictures to the tower's square and into its form.</summary>
internal sealed class PictureCutter
{
    private const double WidestRatio = 4.0 / 3;

    private readonly ImageTowerConfig tower;
    private readonly PairOptions options;
    private readonly float[] mean;
    private readonly float[] std;

    /// <summary>Creates the cutter.</summary>
    public PictureCutter(ClipConfig config, PairOptions options)
    {
        tower = config.Image!;
        this.options = options;
        mean = [.. config.Mean];
        std = [.. config.Std];
    }

    /// <summary>Side of the square, in pixels.</summary>
    public int Side => tower.ImageSize;

    /// <summary>Side of a place, in pixels.</summary>
    public int Cell => tower.ImageSize / tower.TrainedGrid;

    /// <summary>Cuts and mirrors a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="side">Width and height of the result.</param>
    /// <param name="mirrorable">Whether it may be mirrored.</param>
    /// <param name="random">Varies.</param>
    public RgbImage Square(RgbImage picture, int side, bool mirrorable, SampleRandom random)
    {
        if (options.MinArea < 1) picture = Cut(picture, random);
        picture = picture.Resize(side, side);
        if (options.Flip && random.Coin() && mirrorable) picture = Mirror.Apply(picture);
        return options.Colors ? PhotoMetricDistortion.Apply(picture, random) : picture;
    }

    /// <summary>Normalizes a square, and cuts it into patches where the tower takes them.</summary>
    /// <param name="square">Of the tower's side; for a transformer also of half of it.</param>
    /// <param name="random">Chooses patches, and where a small square lies in the tower's grid.</param>
    public (float[] Pixels, long[]? Patches) Tensor(RgbImage square, SampleRandom random)
    {
        var pixels = new float[3 * square.Width * square.Height];
        ImageTensor.Normalize(square, mean, std, pixels);
        if (tower is not VisionTransformerConfig vit) return (pixels, null);
        int grid = tower.TrainedGrid, own = square.Width / vit.PatchSize;
        int top = random.Below(grid - own + 1), left = random.Below(grid - own + 1);
        int[] chosen = Choose(own * own, random);
        long[] places = Array.ConvertAll(chosen, place => 1L + (top + place / own) * grid + left + place % own);
        return (Patches(pixels, chosen, vit.PatchSize, own), places);
    }

    /// <summary>Which of a collage's pictures each place belongs to, by its middle.</summary>
    /// <param name="patches">The patches, from 1; <see langword="null"/> for all cells.</param>
    /// <param name="across">How many pictures stand side by side; 1 where there is no collage.</param>
    public int[] PartsOf(long[]? patches, int across)
    {
        int grid = tower.TrainedGrid;
        var places = patches?.Select(patch => (int)patch - 1) ?? Enumerable.Range(0, grid * grid);
        return [.. places.Select(place => across * Part(place / grid) + Part(place % grid))];

        int Part(int cell) => ((2 * cell + 1) * across - 1) / (2 * grid);
    }

    /// <summary>What belongs to the places that are seen.</summary>
    /// <param name="values"><c>[places, n]</c>, of the whole grid.</param>
    /// <param name="patches">The patches, from 1; <see langword="null"/> for all cells.</param>
    public float[] Seen(float[] values, long[]? patches)
    {
        if (patches is null) return values;
        int count = values.Length / (tower.TrainedGrid * tower.TrainedGrid);
        return [.. patches.SelectMany(patch => values.AsSpan((int)(patch - 1) * count, count).ToArray())];
    }

    // torchvision's RandomResizedCrop: a random share of the area, of a random ratio.
    private RgbImage Cut(RgbImage picture, SampleRandom random)
    {
        double area = random.Uniform(options.MinArea, 1) * picture.Width * picture.Height;
        double ratio = Math.Exp(random.Uniform(-Math.Log(WidestRatio), Math.Log(WidestRatio)));
        int width = Math.Clamp((int)Math.Round(Math.Sqrt(area * ratio)), 1, picture.Width);
        int height = Math.Clamp((int)Math.Round(Math.Sqrt(area / ratio)), 1, picture.Height);
        return picture.Crop(
            new PixelBox(random.Below(picture.Width - width + 1), random.Below(picture.Height - height + 1), width, height));
    }

    private int[] Choose(int count, SampleRandom random)
    {
        int[] places = [.. Enumerable.Range(0, count)];
        if (options.Patches == 0 || options.Patches >= count) return places;
        for (int i = 0; i < options.Patches; i++)
        {
            int other = i + random.Below(count - i);
            (places[i], places[other]) = (places[other], places[i]);
        }

        return places[..options.Patches];
    }

    private static float[] Patches(float[] pixels, int[] places, int patch, int grid)
    {
        var result = new float[places.Length * 3 * patch * patch];
        int at = 0, side = grid * patch;
        foreach (int place in places)
        {
            var (row, column) = Math.DivRem(place, grid);
            for (int channel = 0; channel < 3; channel++)
            {
                for (int y = 0; y < patch; y++, at += patch)
                {
                    pixels.AsSpan((channel * side + row * patch + y) * side + column * patch, patch).CopyTo(result.AsSpan(at));
                }
            }
        }

        return result;
    }
}
