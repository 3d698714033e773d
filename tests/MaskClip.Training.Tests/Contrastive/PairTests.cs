using System.Formats.Tar;
using MaskClip.Text;
using MaskClip.Towers;
using MaskClip.Training.Augmentation;
using MaskClip.Training.Contrastive;
using MaskClip.Training.Contrastive.Pairs;
using MaskClip.World;
using MaskClip.World.Files;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Contrastive;

public sealed class PairTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-pairs").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Folder_OfTheWorld_GivesItsPicturesAndCaptions()
    {
        var order = new SceneOrder(Count: 3, Series: 5, WorldSplit.Train, Width: 48, Height: 40, Captions: 4);
        WorldFolder.Draw(folder, order, _ => { }, CancellationToken.None);
        var pairs = FolderPairs.Open(folder);
        Assert.Equal(3, pairs.Count);
        for (int i = 0; i < 3; i++)
        {
            var scene = SmallWorld.Scene(order.Seed(i), WorldSplit.Train, 48, 40);
            var pair = pairs.Load(i, part: 1);
            Assert.Equal(scene.Picture.Pixels, pair.Picture.Pixels);
            Assert.Equal(Enumerable.Range(0, 4).Select(scene.Caption).Distinct(), pair.Captions);
        }
    }

    [Theory]
    [InlineData("a.png", "line 1: 'a.png' is not a file, a tab and a caption")]
    [InlineData("a.png\t", "line 1")]
    [InlineData("file\tcaption\na.png\tone\tmore", "line 2")]
    [InlineData("file\tcaption", "there is no caption in it")]
    public void Folder_WrongTable_NamesTheLine(string table, string expected)
    {
        File.WriteAllText(Path.Combine(folder, "captions.tsv"), table + "\n");
        Assert.Contains(expected, Assert.Throws<FormatException>(() => FolderPairs.Open(folder)).Message);
    }

    [Theory]
    [InlineData("../secret.png")]
    [InlineData("images/../../secret.png")]
    [InlineData("/etc/hostname")]
    [InlineData("a\0b.png")]
    public void Folder_APictureElsewhere_IsRefusedWithItsLine(string file)
    {
        File.WriteAllText(Path.Combine(folder, "captions.tsv"), $"file\tcaption\n{file}\ta cat\n");
        var error = Assert.Throws<FormatException>(() => FolderPairs.Open(folder)).Message;
        Assert.Contains("captions.tsv, line 2: ", error, StringComparison.Ordinal);
        Assert.Contains("leads out of the folder", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_MissingPicture_IsNamed()
    {
        File.WriteAllText(Path.Combine(folder, "captions.tsv"), "nowhere.png\ta cat\n");
        Assert.Contains("nowhere.png", Assert.Throws<FileNotFoundException>(() => FolderPairs.Open(folder)).Message);
    }

    [Fact]
    public void Tar_SamplesAreFilesOfOneName_InAnyOrder()
    {
        var tar = Path.Combine(folder, "pairs-000.tar");
        RgbImage[] pictures = [Picture(1), Picture(2)];
        Write(
            tar,
            ("d/1.txt", "a cat\na small cat\n"u8.ToArray()),
            ("d/1.seg.png", Png(Picture(9))),
            ("d/1.png", Png(pictures[0])),
            ("d/2.png", Png(pictures[1])),
            ("d/2.json", "{}"u8.ToArray()),
            ("d/2.txt", "a dog"u8.ToArray()), ("d/3.png", Png(pictures[0])), ("d/4.txt", "nothing"u8.ToArray()));
        var pairs = TarPairs.Open([tar]);
        Assert.Equal(2, pairs.Count);
        Assert.Equal(["a cat", "a small cat"], pairs.Load(0, part: 1).Captions);
        Assert.Equal(pictures[0].Pixels, pairs.Load(0, part: 1).Picture.Pixels);
        Assert.Equal(["a dog"], pairs.Load(1, part: 1).Captions);
        Assert.Equal(pictures[1].Pixels, pairs.Load(1, part: 1).Picture.Pixels);
    }

    [Fact]
    public void Tar_WithoutPairsOrNoTar_IsRefused()
    {
        var tar = Path.Combine(folder, "empty.tar");
        Write(tar, ("1.txt", "a cat"u8.ToArray()));
        Assert.Contains("no pair", Assert.Throws<FormatException>(() => TarPairs.Open([tar])).Message);
        File.WriteAllBytes(tar, [.. Enumerable.Repeat((byte)31, 2000)]);
        Assert.Contains("not a tar file that can be read", Assert.Throws<FormatException>(() => TarPairs.Open([tar])).Message);
    }

    [Fact]
    public void Sampler_ASampleDependsOnItsNumberOnly()
    {
        var (one, other) = (Sampler(), Sampler());
        var first = one.Make(7, CancellationToken.None);
        other.Make(3, CancellationToken.None);
        var second = other.Make(7, CancellationToken.None);
        Assert.Equal(first.Pixels, second.Pixels);
        Assert.Equal(first.Patches, second.Patches);
        Assert.Equal(first.Texts.Select(text => text.Text), second.Texts.Select(text => text.Text));
        Assert.Equal(5, first.Patches!.Distinct().Count());
        Assert.All(first.Patches!, place => Assert.InRange(place, 1, 16));
        Assert.NotEqual(first.Pixels, other.Make(8, CancellationToken.None).Pixels);
    }

    [Fact]
    public void Sampler_SmallPictures_LieAnywhereInTheGrid_AsOneSquare()
    {
        var sampler = new PairSampler(new WorldPairs(64, 4, seed: 1), TwoGrids(), new PairOptions { Patches = 16, Small = 1 }, seed: 3);
        var corners = new HashSet<(long, long)>();
        for (int number = 0; number < 60; number++)
        {
            var sample = sampler.Make(number, CancellationToken.None);
            (long Row, long Column)[] places = [.. sample.Patches!.Select(place => ((place - 1) / 8, (place - 1) % 8))];
            Assert.Equal(16, places.Distinct().Count());
            var (top, left) = (places.Min(place => place.Row), places.Min(place => place.Column));
            Assert.All(places, place => Assert.True(place.Row < top + 4 && place.Column < left + 4 && place.Row < 8 && place.Column < 8));
            corners.Add((top, left));
        }

        Assert.InRange(corners.Count, 15, 25);
    }

    [Fact]
    public void Sampler_AllPatches_AreThePicture()
    {
        var config = SmallClip.Config("vit");
        var sampler = new PairSampler(
            new WorldPairs(SmallClip.Side, 4, seed: 1), config, new PairOptions { MinArea = 1, Flip = false }, seed: 3);
        var sample = sampler.Make(5, CancellationToken.None);
        var plain = new float[3 * SmallClip.Side * SmallClip.Side];
        Imaging.ImageTensor.Normalize(
            new WorldPairs(SmallClip.Side, 4, seed: 1).Load(5, part: 1).Picture, [.. config.Mean], [.. config.Std], plain);
        Assert.Equal(Enumerable.Range(1, 16).Select(place => (long)place), sample.Patches!);
        // The patch in the second row and third column, its green, its third line, its fourth pixel.
        Assert.Equal(plain[(SmallClip.Side + 8 + 2) * SmallClip.Side + 16 + 3], sample.Pixels[(4 + 2) * 192 + 64 + 2 * 8 + 3]);
        Assert.Equal(plain.Order(), sample.Pixels.Order());
    }

    [Fact]
    public void Sampler_ACollagesPlacesAndTexts_KnowTheirPicture()
    {
        var sampler = new PairSampler(
            new WorldPairs(SmallClip.Side, 4, seed: 1), SmallClip.Config("vit"), new PairOptions { Captions = 4, Collages = 1 }, seed: 3);
        var sample = sampler.Make(2, CancellationToken.None);
        Assert.Equal([0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3], sample.PartOfPlace);
        Assert.Equal([0, 1, 2, 3], sample.PartOfText);
        using var batch = ContrastiveBatch.Of([sample], SmallClip.Side, CPU);
        Assert.Equal([4, 4], batch.Groups.Places.shape);
        Assert.Equal([2, 3, 6, 7], batch.Groups.Places[1].data<long>().ToArray());
        Assert.Equal(4, batch.Groups.Positives.sum().item<float>());
    }

    [Fact]
    public void Sampler_AMosaicsPlacesAndTexts_KnowTheirPictureOfSixteen()
    {
        var vit = (VisionTransformerConfig)SmallClip.Config("vit").Image!;
        var config = SmallClip.Config("vit") with { Image = vit with { ImageSize = 128 } };
        var sampler = new PairSampler(new WorldPairs(128, 4, seed: 1), config, new PairOptions { Captions = 4, Mosaics = 1 }, seed: 3);
        var sample = sampler.Make(2, CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 256).Select(place => place / 64 * 4 + place % 16 / 4), sample.PartOfPlace);
        Assert.Equal(Enumerable.Range(0, 16), sample.PartOfText);
        Assert.True(sample.Texts.Select(text => text.Text).Distinct().Count() > 10, "pictures of their own");
    }

    [Theory]
    [InlineData(1, 0, 0, 0, 0, 0, 0, 0)]
    [InlineData(2, 0, 0, 0, 0, 1, 1, 1)] // the middle one goes to the first
    [InlineData(4, 0, 0, 1, 1, 2, 3, 3)]
    public void PartsOf_AGridThatDoesNotDivide_GoesByMiddles(int across, params int[] expected)
    {
        var resNet = (ModifiedResNetConfig)SmallClip.Config("resnet").Image!;
        var cutter = new PictureCutter(
            SmallClip.Config("resnet") with { Image = resNet with { ImageSize = 7 * ModifiedResNetConfig.TrainedStride } },
            new PairOptions());
        Assert.Equal(expected, cutter.PartsOf(null, across)[..7]);
        Assert.Equal(across * across - 1, cutter.PartsOf(null, across).Max());
    }

    [Fact]
    public void Groups_OfUnequalLength_ArePadded()
    {
        PairSample[] samples = [Parts([0, 0, 0], 0), Parts([1, 1, 0], 0, 1)];
        using var groups = PlaceGroups.Of(samples, new Dictionary<string, int> { ["0"] = 0, ["1"] = 1 }, CPU);
        Assert.Equal([0L, 1, 2, 5, 0, 0, 3, 4, 0], groups.Places.data<long>().ToArray());
        Assert.Equal([0, 0, 0, 0, -1e4f, -1e4f, 0, 0, -1e4f], groups.Padding.data<float>().ToArray());
        Assert.Equal([1, 0, 1, 0, 0, 1], groups.Positives.data<float>().ToArray());
    }

    [Fact]
    public void Batch_EqualCaptions_AreOneTextOfBothPictures()
    {
        PairSample[] samples = [Sample("a cat", "a dog"), Sample("a cat")];
        using var batch = ContrastiveBatch.Of(samples, SmallClip.Side, CPU);
        Assert.Equal([2, 2], batch.Positives.shape);
        Assert.Equal([1, 1, 1, 0], batch.Positives.data<float>().ToArray());
        Assert.Equal(2, Assert.Single(batch.Texts).Ends.shape[0]);
    }

    [Fact]
    public void Captions_BlanksLeaveEndsAlone_AndTextsAsTheyWere()
    {
        const int Unknown = ClipTokenizer.VocabularySize;
        var reader = new CaptionReader(new PairOptions { BlankWords = 0.5 }, contextLength: 12, Unknown);
        var chosen = Enumerable.Range(0, 40)
            .SelectMany(i => reader.Choose(["a red cat on grass", "a boat"], 2, new SampleRandom(1, i, 0)))
            .ToArray();
        Assert.All(chosen, text => Assert.Equal((ClipTokenizer.StartOfText, ClipTokenizer.EndOfText), (text.Tokens[0], text.Tokens[^1])));
        double blank = chosen.SelectMany(text => text.Tokens[1..^1]).Average(token => token == Unknown ? 1.0 : 0);
        Assert.InRange(blank, 0.4, 0.6);
        Assert.Equal(["a boat", "a red cat on grass"], chosen.Select(text => text.Text).Distinct().Order(StringComparer.Ordinal));
        // with a full stop and without
        Assert.Equal(2, chosen.Where(text => text.Text == "a boat").Select(text => text.Tokens.Length).Distinct().Count());
    }

    [Theory]
    [InlineData("a cat on the left", true)]
    [InlineData("a cat Right of a dog", true)]
    [InlineData("a bright, leftover cup", false)]
    public void TellsSides_WholeWordsOnly(string caption, bool expected) => Assert.Equal(expected, CaptionReader.TellsSides([caption]));

    private static PairSampler Sampler() => new(
        new WorldPairs(SmallClip.Side, 4, seed: 1), SmallClip.Config("vit"), new PairOptions
        {
            Captions = 2,
            Patches = 5,
            Collages = 0.5,
        }, seed: 3);

    private static PairSample Parts(
        int[] places, params int[] texts) => new([], null, places, [.. texts.Select(text => new CaptionTokens($"{text}", []))], texts);

    private static ClipConfig TwoGrids() => TowerSizes.Check(
        ((VisionTransformerConfig)SmallClip.Config("vit").Image!) with { ImageSize = 64 }, SmallClip.Config("vit").Text!);

    private static PairSample Sample(params string[] captions) => new(
        new float[3 * 64], [1], [0], [
            .. captions.Select(caption => new CaptionTokens(caption, ClipTokenizer.Shared.EncodeWithEnds(caption, 20, out _)))
        ], [.. captions.Select(_ => 0)]);

    private static RgbImage Picture(int seed)
    {
        var pixels = new byte[3 * 20 * 10];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(20, 10, pixels);
    }

    private static byte[] Png(RgbImage picture)
    {
        using var stream = new MemoryStream();
        picture.SavePng(stream);
        return stream.ToArray();
    }

    private static void Write(string path, params (string Name, byte[] Bytes)[] files)
    {
        using var stream = File.Create(path);
        using var writer = new TarWriter(stream);
        foreach (var (name, bytes) in files)
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
    }
}
