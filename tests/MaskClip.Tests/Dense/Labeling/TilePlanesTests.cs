using CsCheck;
using MaskClip.Labels;
using MaskClip.Scores;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Tests.Dense.Labeling;

public class TilePlanesTests
{
    [Fact]
    public void Present_IsEveryRowThatSomewhereHasTheShareAndNoOther() => Gen.Select(Gen.Int[0, int.MaxValue - 1], Gen.Float[0.01f, 0.6f])
        .Sample(
        (seed, presence) =>
        {
            var options = new SegmentationOptions { LogitScale = 8 };
            var photo = new RandomPhoto(seed, mostRows: 40);
            var probabilities = new SlowReference(photo.Classifier, options, photo.Photo.Height, photo.Photo.Width)
                .Probabilities([.. photo.Plans.Zip(photo.Windows)]);

            using var buffers = new RentedBuffers();
            var planes = Read(photo, options, presence, buffers);

            double least = Math.Min(presence, 0.999 / probabilities.Length);
            for (int row = 0; row < probabilities.Length; row++)
            {
                double most = probabilities[row].Cast<double>().Max();
                if (Math.Abs(most - least) > 1e-5) Assert.Equal(most > least, planes.Present.Contains(row));
            }
        },
        iter: 30);

    [Fact]
    public void ReadAndRest_AreTheLogarithmsOfProbabilitiesThatSumToOne() => Gen.Int[0, int.MaxValue - 1].Sample(
        seed =>
        {
            var photo = new RandomPhoto(seed, mostRows: 40);
            using var buffers = new RentedBuffers();
            var planes = Read(photo, new SegmentationOptions { LogitScale = 8 }, presence: 0.2f, buffers);
            var values = new float[planes.Present.Length * planes.Size];

            planes.Read(planes.Present, values);

            float[] rest = planes.Rest().ToArray();
            for (int i = 0; i < planes.Size; i++)
            {
                double sum = Math.Exp(rest[i]);
                for (int row = 0; row < planes.Present.Length; row++) sum += Math.Exp(values[row * planes.Size + i]);
                Assert.Equal(1, sum, 1e-4);
            }
        },
        iter: 30);

    private static TilePlanes Read(RandomPhoto photo, SegmentationOptions options, float presence, RentedBuffers buffers)
    {
        var scorer = new WindowScorer(photo.Classifier, options, KeyAxis.Channels, default);
        PassScores[] passes = [.. photo.Plans.Select((plan, pass) => new PassScores(plan, row => photo.Windows[pass][row], scorer))];
        var scores = new ResultScores(passes, scorer, options.Scale, photo.Photo.Width, photo.Photo.Height);
        scores.Require(0, photo.Photo.Height);
        return new TilePlanes(
            scores, new PixelBox(0, 0, photo.Photo.Width, photo.Photo.Height), new LabelRules(scorer, options), presence, default, buffers);
    }
}
