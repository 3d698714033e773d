using MaskClip.Evaluation;
using MaskClip.Imaging;

namespace MaskClip.Training.Tests.Photos;

/// <summary>Masks that do not number the run's classes are refused when they are read, and before a run begins.</summary>
public sealed class MaskMeaningTests : IDisposable
{
    private static readonly Vocabulary Voc20 = Vocabulary.BuiltIn("voc"), Voc21 = Vocabulary.BuiltIn("voc21");

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-masks-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void LoadTruth_VocsMasksWithoutBackgroundInTheVocabulary_IsRefusedThoughEveryLabelIsAClass()
    {
        var error = Assert.Throws<DatasetException>(() => Mask([0, 1, 15, 255], VocColors(), Voc20).LoadTruth!());

        Assert.Contains("numbers the classes from 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("voc21 instead of voc", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadTruth_VocsMasksWithTheBackground_AreTaken() =>
        Assert.Equal([0, 1, 15, Segmentation.Ignore], Mask([0, 1, 15, 255], VocColors(), Voc21).LoadTruth!().Labels);

    [Fact]
    public void LoadTruth_OwnMasksOfAVocabularyWithoutBackground_AreTaken() =>
        Assert.Equal([0, 1, 15, 19], Mask([0, 1, 15, 19], MaskPalette.Of(Voc20), Voc20).LoadTruth!().Labels);

    [Fact]
    public void LoadTruth_LabelPastTheClasses_IsNamedWithWhatIsAllowed()
    {
        var error = Assert.Throws<DatasetException>(() => Mask([0, 3, 1, 2], [], Vocabulary.Parse(["cat", "dog", "cow"])).LoadTruth!());

        Assert.Contains("the label 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("0 to 2 (cat to cow)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckMasks_OneOfManyIsWrong_IsFoundBeforeTheRun()
    {
        var names = Vocabulary.Parse(["cat", "dog"]);
        TrainingPhoto[] photos = [.. Enumerable.Range(0, 20).Select(i => Mask([0, 1, (byte)(i == 13 ? 7 : 0), 255], [], names, $"{i}"))];

        Assert.Contains(
            "13.png", Assert.Throws<DatasetException>(() => TrainingPhotos.CheckMasks(photos)).Message, StringComparison.Ordinal);
        TrainingPhotos.CheckMasks(photos[..13]);
    }

    private static byte[] VocColors() =>
        [.. Enumerable.Range(0, 256).Select(i => Palette.Default[i]).SelectMany(color => new[] { color.Red, color.Green, color.Blue })];

    private TrainingPhoto Mask(byte[] labels, byte[] palette, Vocabulary vocabulary, string name = "mask")
    {
        var path = Path.Combine(folder, $"{name}.png");
        File.WriteAllBytes(path, IndexedPng.Encode(new IndexedImage(2, 2, labels, palette)));
        return TrainingPhotos.WithMask(name, () => throw new InvalidOperationException("not asked for"), path, vocabulary);
    }
}
