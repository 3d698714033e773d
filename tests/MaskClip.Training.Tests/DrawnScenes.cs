using MaskClip.Evaluation;
using MaskClip.Imaging;
using MaskClip.Training.Augmentation;

namespace MaskClip.Training.Tests;

/// <summary>Photos that a test draws: colored shapes on grass, noisy, with exact masks.</summary>
internal static class DrawnScenes
{
    private const int Width = 96;
    private const int Height = 80;

    private static readonly int[][] Colors = [[70, 150, 60], [190, 60, 50], [60, 90, 200], [220, 200, 90]];

    public static Vocabulary Vocabulary { get; } = Vocabulary.Parse(["grass", "brick", "water", "sand"]);

    /// <summary>Scenes; the same seed draws the same ones.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Of the shapes.</param>
    /// <param name="masks">Whether they come with masks.</param>
    /// <param name="relabel">Changes the truth that is handed out.</param>
    public static IReadOnlyList<TrainingPhoto> Draw(
        int count, int seed, bool masks = true, Func<byte, byte>? relabel = null) => [.. Enumerable.Range(0, count).Select(index =>
    {
        var (photo, labels) = Draw(new SampleRandom(seed, index, 0));
        byte[] truth = relabel is null ? labels : [.. labels.Select(relabel)];
        return new TrainingPhoto(
            $"scene-{seed}-{index}", () => photo, masks ? () => new LabelMap(Width, Height, LabelBytes.Widen(truth)) : null);
    })];

    private static (RgbImage Photo, byte[] Labels) Draw(SampleRandom random)
    {
        var labels = new byte[Width * Height];
        for (int shape = 0; shape < 3; shape++)
        {
            byte label = (byte)(1 + random.Below(3));
            int x = random.Below(Width), y = random.Below(Height), size = 14 + random.Below(16);
            for (int i = 0; i < labels.Length; i++)
            {
                int dx = i % Width - x, dy = i / Width - y;
                bool inside = label == 2 ? dx * dx + dy * dy < size * size : Math.Max(Math.Abs(dx), Math.Abs(dy)) < size;
                if (inside) labels[i] = label;
            }
        }

        var pixels = new byte[3 * labels.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)Math.Clamp(Colors[labels[i / 3]][i % 3] + random.Below(61) - 30, 0, 255);
        return (new RgbImage(Width, Height, pixels), labels);
    }
}
