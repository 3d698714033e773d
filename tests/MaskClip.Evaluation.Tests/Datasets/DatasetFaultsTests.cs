using MaskClip.Imaging;

namespace MaskClip.Evaluation.Tests.Datasets;

/// <summary>Each fault names its file, and what to do.</summary>
public sealed class DatasetFaultsTests : IDisposable
{
    private readonly DatasetFolder folder = new();

    public DatasetFaultsTests() => folder.Text("names.txt", "cat\ndog\n").Photo("images/one.jpg").Mask("masks/one.png", 0, 1);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void MissingMask_IsNamed()
    {
        folder.Photo("images/two.jpg");
        AssertFault("two.jpg", "There is no mask 'two.png'");
    }

    [Fact]
    public void MissingPhoto_IsNamed()
    {
        folder.Mask("masks/two.png", 1);
        AssertFault("two.png", "There is no photo 'two'");
    }

    [Fact]
    public void SeveralMissing_SaysHowManyAndWhatListsThem()
    {
        folder.Photo("images/two.jpg").Photo("images/three.jpg");
        AssertFault("three.jpg", "One of 2 errors", "maskclip datasets check");
    }

    [Fact]
    public void ListedButMissing_IsNamed()
    {
        folder.Text("manifest.tsv", "id\none\nfour\n");
        AssertFault("four", "There is no photo 'four'");
    }

    [Fact]
    public void TwoPhotosOfOneId_AreNamed()
    {
        folder.Photo("images/one.png");
        AssertFault("one.png", "'one.jpg' has the same id");
    }

    [Fact]
    public void MismatchedSizes_AreNamed()
    {
        folder.Photo("images/two.jpg", 8, 6).Mask("masks/two.png", 0);
        AssertFault("two.png", "The mask is 4x3", "two.jpg' 8x6");
    }

    [Fact]
    public void TurnedSizes_HintAtTheOrientation()
    {
        folder.Photo("images/two.jpg", 3, 4).Mask("masks/two.png", 0);
        AssertFault("two.png", "EXIF");
    }

    [Fact]
    public void LabelOutOfRange_IsNamedWithWhatIsAllowed()
    {
        folder.Photo("images/two.jpg").Mask("masks/two.png", 0, 1, 2);
        AssertFault("two.png", "Label 2 ", "'folder'", "0..1 and 255");
    }

    [Theory]
    [InlineData(8, 2, "RGB")]
    [InlineData(16, 3, "palette with 16 bits")]
    public void MaskOfColorsOr16Bits_IsNamed(byte bits, byte colorType, string expected)
    {
        var png = IndexedPng.Encode(new IndexedImage(4, 3, new byte[12], []));
        png[24] = bits;
        png[25] = colorType;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), PngChunks.CheckSum(png.AsSpan(12, 17)));
        folder.Photo("images/two.jpg").Bytes("masks/two.png", png);
        AssertFault("two.png", expected, "palette or gray PNG");
    }

    [Fact]
    public void BrokenPhoto_IsNamed()
    {
        folder.Text("images/two.jpg", "no picture").Mask("masks/two.png", 0);
        AssertFault("two.jpg", "not an image");
    }

    [Fact]
    public void UnknownLayout_IsRefusedWithAllThereAre()
    {
        var message = Assert.Throws<OptionsException>(() => SegmentationDataset.Open(folder.Root, "vok")).Message;
        foreach (var layout in SegmentationDataset.Layouts) Assert.Contains(layout.Name, message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherLayout_SaysWhatItWouldHave()
    {
        Directory.Delete(folder.At("masks"), recursive: true);
        AssertFault("", ["'context59'", "SegmentationClassContext", "ImageSets/SegmentationContext/val.txt"], "context59");
    }

    [Fact]
    public void UndividedFolder_HasNoSplits() => AssertFault("", ["no split 'train'"], "folder", "train");

    [Fact]
    public void NoNames_AsksForThem()
    {
        File.Delete(folder.At("names.txt"));
        AssertFault("", "no names.txt", "one name a line", "voc20");
    }

    [Fact]
    public void MissingFolder_IsNamed() =>
        Assert.Contains(
            "nowhere",
            Assert.Throws<DirectoryNotFoundException>(() => SegmentationDataset.Open("nowhere")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("scene_index\tname\tcoco_index\n", "scene_name")]
    [InlineData("scene_index\tscene_name\tcoco_index\n0\tsky\t133\n", "0..132")]
    [InlineData("scene_index\tscene_name\tcoco_index\n0\tsky\t1\n2\tsea\t3\n", "not numbered from 0")]
    [InlineData("scene_index\tscene_name\tcoco_index\n0\tsky\t1\n0\tsea\t3\n", "several names")]
    [InlineData("scene_index\tscene_name\tcoco_index\n0\tsky\t1\n0\tsky\t1\n", "twice")]
    public void SceneTable_Faults_AreNamed(string table, string expected)
    {
        folder.Text("scene20.tsv", table).Mask("masks133/one.png", 0);
        AssertFault("scene20.tsv", [expected], "coco-scene20");
    }

    private void AssertFault(string file, params string[] expected) => AssertFault(file, expected, null);

    private void AssertFault(string file, string[] expected, string? layout, string? split = null)
    {
        var message = folder.Error(layout, split);
        Assert.StartsWith(folder.Root, message, StringComparison.Ordinal);
        Assert.Contains(file, message, StringComparison.Ordinal);
        foreach (var text in expected) Assert.Contains(text, message, StringComparison.Ordinal);
    }
}
