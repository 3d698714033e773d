using MaskClip.Samples;

namespace MaskClip;

/// <summary>A landscape that this library paints itself, so that there is a picture to try things on without a download.</summary>
public static class SamplePostcard
{
    private const int Oversampling = 2;

    /// <summary>What can be found in it.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sky", "mountain", "water", "tree", "grass", "road", "house", "car"];

    /// <summary>Paints the postcard: a lake before mountains, a meadow with trees, a house, and a car on a road. Always the same picture.</summary>
    /// <param name="width">Width in pixels, 64..4096.</param>
    /// <param name="height">Height in pixels, 64..4096. The scene is stretched to the size; its natural shape is 10:7.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not accepted.</exception>
    public static RgbImage Draw(int width = 640, int height = 448)
    {
        CheckSize(width, nameof(width));
        CheckSize(height, nameof(height));
        var scene = new PostcardScene(width * Oversampling, height * Oversampling);
        scene.Paint(PostcardSky.Colour);
        scene.Paint(PostcardMountains.Colour);
        scene.Paint(new PostcardLake(scene.Copy()).Colour);
        scene.Paint(PostcardMeadow.Colour);
        scene.Paint(PostcardRoad.Colour);
        scene.Draw(PostcardTrees.DrawBehind);
        scene.Draw(PostcardHouse.Draw);
        scene.Draw(PostcardGrass.DrawFar);
        scene.Draw(PostcardCar.Draw);
        scene.Draw(PostcardTrees.DrawInFront);
        scene.Draw(PostcardGrass.DrawNear);
        scene.Paint(PostcardFilm.Colour);
        return scene.ToImage().Resize(width, height, ResampleFilter.Bilinear);
    }

    private static void CheckSize(int size, string name)
    {
        if (size is < 64 or > 4096) throw new ArgumentOutOfRangeException(name, size, "The postcard can be 64 to 4096 pixels wide and high.");
    }
}
