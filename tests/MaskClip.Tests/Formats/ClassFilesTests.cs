using System.Text.Json;
using MaskClip.Formats;
using MaskClip.Imaging;
using MaskClip.Tests.Imaging;

namespace MaskClip.Tests.Formats;

public class ClassFilesTests
{
    private static readonly RgbImage Photo = TestPictures.Plain(3, 2, 10, 20, 30);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mask_Names_KeepTheirNumbersWhetherThereIsABackground(bool background)
    {
        using var folder = new TestFolder();
        var vocabulary = Vocabulary.Parse(["cat", "dog"], background ? ["wall"] : null);
        int first = background ? 1 : 0;
        var result = new Segmentation(
            3, 2, vocabulary, [(ushort)first, (ushort)(first + 1), Segmentation.Ignore, (ushort)first, (ushort)first, (ushort)first]);

        var mask = IndexedPng.Read(new MaskWriter().Write(Photo, result, folder.Root, "a").Single());

        Assert.Equal([1, 2, 255, 1, 1, 1], mask.Indices.Select(value => (int)value));
        Assert.Equal([0, 0, 0], mask.Palette[..3]);
        var (red, green, blue) = vocabulary.Palette[first];
        Assert.Equal([red, green, blue], mask.Palette[3..6]);
    }

    [Theory]
    [InlineData(254, 8)]
    [InlineData(255, 16)]
    public void Mask_OneNumberIsTheBackgrounds_SoThatMoreNeedSixteenBits(int names, int bits)
    {
        using var folder = new TestFolder();
        var vocabulary = Vocabulary.Parse(Enumerable.Range(0, names).Select(i => $"thing {i}"));
        var result = new Segmentation(2, 1, vocabulary, [(ushort)(names - 1), Segmentation.Ignore]);

        var mask = LabelMask.Load(new MaskWriter().Write(TestPictures.Plain(2, 1, 1, 2, 3), result, folder.Root, "a").Single());

        Assert.Equal(bits, mask.Bits);
        Assert.Equal([(ushort)names, Segmentation.Ignore], mask.ToClassIndices());
    }

    [Fact]
    public void Json_HasEveryClassOfTheMask()
    {
        using var folder = new TestFolder();
        ClassFiles.Write(folder.Root, Vocabulary.Parse(["sofa|couch=seat", "salt, pepper"], ["wall", "floor"]));

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Root, ClassFiles.JsonName)));
        Assert.Equal([0, 1, 2], json.RootElement.EnumerateArray().Select(one => one.GetProperty("value").GetInt32()));
        Assert.Equal(
            ["background", "seat", "salt, pepper"], json.RootElement.EnumerateArray().Select(one => one.GetProperty("label").GetString()));
        Assert.Equal(["sofa", "couch"], json.RootElement[1].GetProperty("names").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("#000000", json.RootElement[0].GetProperty("color").GetString());
    }

    [Fact]
    public void Text_IsAFileOfTheSameNames()
    {
        using var folder = new TestFolder();
        var vocabulary = Vocabulary.Parse(["sofa|couch=seat", "\"salt, pepper\""], ["wall", "\"tables, chairs\""]);
        ClassFiles.Write(folder.Root, vocabulary);

        var again = Vocabulary.FromFile(Path.Combine(folder.Root, ClassFiles.TextName));

        Assert.Equal(Texts(vocabulary), Texts(again));

        static IEnumerable<string> Texts(Vocabulary one) => one.Classes.Select(c => $"{c.Name}: {string.Join('/', c.Synonyms)}");
    }

    [Fact]
    public void AllRegions_ListsWhatWasNotFoundBehindWhatWas()
    {
        var result = new Segmentation(2, 1, Vocabulary.Parse(["cat", "dog", "cow"]), [1, 1]);

        Assert.Equal([(1, 2L), (0, 0L), (2, 0L)], result.AllRegions().Select(region => (region.Index, region.Area)));
    }
}
