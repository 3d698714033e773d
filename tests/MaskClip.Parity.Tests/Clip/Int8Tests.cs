
using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Imaging;
using MaskClip.Model;
using MaskClip.Quantization;
using MaskClip.Testing;
using MaskClip.World;

namespace MaskClip.Parity.Tests.Clip;

/// <summary>Towers in int8 against the same in fp32.</summary>
public class Int8Tests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    [Fact]
    public void WorldClip_ScenesItWasNotCalibratedWith_KeepTheirFeaturesAndLabels()
    {
        using var exact = Segmenter.Load("world-clip", new() { CacheFolder = home.Folder });
        using var rounded = Segmenter.Load("world-clip", new() { CacheFolder = home.Folder, Precision = Precision.Int8 });
        Vocabulary names = Vocabulary.Parse(["sky", "grass", "cat", "person", "cup", "table"]);
        foreach (long seed in new[] { 1, 2, 3, 4 })
        {
            var scene = SmallWorld.Scene(seed, WorldSplit.Test, 224, 224).Picture;
            using DenseFeatures expected = exact.Embed(scene), actual = rounded.Embed(scene);

            Assert.InRange(LayerSelection.MeanCosine(expected.Features, actual.Features, expected.Size), LayerSelection.MinCosine, 1.00001);
            ushort[] labels = expected.Segment(names).Labels.ToArray(), other = actual.Segment(names).Labels.ToArray();
            Assert.InRange(labels.Zip(other).Count(pair => pair.First == pair.Second), (int)(0.97 * labels.Length), labels.Length);
        }

        var (text, otherText) = (exact.Embed(names), rounded.Embed(names));
        Assert.InRange(LayerSelection.MeanCosine(text.Embeddings, otherText.Embeddings, text.Size), LayerSelection.MinCosine, 1.00001);
    }

    [Fact]
    public void Transformer_AllMethods_KeepTheirFeatures()
    {
        var path = SharedData.Path("golden", "vit.safetensors");
        using var golden = Checkpoint.Open(SharedData.Path("golden", "vit.io.safetensors"));
        using var exact = ClipModel.Open(path, new() { CacheFolder = home.Folder });
        using var rounded = ClipModel.Open(path, new() { CacheFolder = home.Folder, Precision = Precision.Int8 });
        var image = golden.Require("image").ToArray();
        int size = exact.ImageConfig.EmbeddingSize;

        foreach (var last in new[] { DenseMethods.MaskClip, DenseMethods.Parse("clip") })
        {
            using ImageEncoder first = exact.CreateImageEncoder(last, key: true), second = rounded.CreateImageEncoder(last, key: true);
            EncodedImages expected = first.Encode(image, 2, 64, 64), actual = second.Encode(image, 2, 64, 64);
            Assert.InRange(LayerSelection.MeanCosine(expected.Features, actual.Features, size), LayerSelection.MinCosine, 1.00001);
            Assert.NotEqual(expected.Features, actual.Features); // it is another computation, not another name for the same
        }

        Assert.InRange(
            LayerSelection.MeanCosine(exact.Plain.Encode(image, 2), rounded.Plain.Encode(image, 2), size),
            LayerSelection.MinCosine,
            1.00001);
    }

    [Fact]
    public void ResNet_AllStridesAndThePlainTower_KeepTheirFeatures()
    {
        using var exact = ClipModel.Open(SharedData.MiniClip, new() { CacheFolder = home.Folder });
        using var rounded = ClipModel.Open(SharedData.MiniClip, new() { CacheFolder = home.Folder, Precision = Precision.Int8 });
        int size = exact.ImageConfig.EmbeddingSize, side = exact.ImageConfig.ImageSize;
        foreach (int stride in new[] { 32, 16, 8 })
        {
            using ImageEncoder first =
                exact.CreateImageEncoder(DenseMethods.MaskClip, key: true, stride), second = rounded.CreateImageEncoder(
                DenseMethods.MaskClip, key: true, stride);
            var photo = Normalized(192);
            EncodedImages expected = first.Encode(photo, 1, 192, 192), actual = second.Encode(photo, 1, 192, 192);
            Assert.InRange(LayerSelection.MeanCosine(expected.Features, actual.Features, size), LayerSelection.MinCosine, 0.999999);
        }

        Assert.InRange(
            LayerSelection.MeanCosine(exact.Plain.Encode(Normalized(side), 1), rounded.Plain.Encode(Normalized(side), 1), size),
            LayerSelection.MinCosine,
            0.999999);
        Assert.Contains("QLinearConv", File.ReadAllText(rounded.ImageGraph(DenseMethods.MaskClip, key: true, 16)));
        Assert.Contains(rounded.ImageLayers()!.Layers, layer => layer is { Layer: "visual.layer4.1.conv2", Kept: false });

        float[] Normalized(int pixels)
        {
            var result = new float[3 * pixels * pixels];
            var photo = RgbImage.Load(SharedData.Path("data", "demo-photos", "chelsea.png")).Resize(pixels, pixels);
            ImageTensor.Normalize(photo, [.. exact.Config.Mean], [.. exact.Config.Std], result);
            return result;
        }
    }

    [Fact]
    public void Choice_OnceMade_IsKeptBesideTheGraphUntilItIsMadeAnew()
    {
        var options = new OpeningOptions { CacheFolder = Path.Combine(home.Folder, "choice"), Precision = Precision.Int8 };
        using (var model = ClipModel.Open(SharedData.WorldClip, options)) model.ImageGraph(DenseMethods.MaskClip, key: false, 16);
        var choice = Assert.Single(Directory.GetFiles(options.CacheFolder, "image-*.layers.json", SearchOption.AllDirectories));
        var written = File.GetLastWriteTimeUtc(choice);

        using (var again = ClipModel.Open(SharedData.WorldClip, options))
        {
            var graph = again.ImageGraph(DenseMethods.MaskClip, key: false, 16);
            Assert.Equal(Path.GetDirectoryName(choice), Path.GetDirectoryName(graph));
            Assert.Contains(again.ImageLayers()!.Id, Path.GetFileName(graph));
            Assert.Equal(written, File.GetLastWriteTimeUtc(choice));

            var photo = RgbImage.Load(SharedData.Path("data", "demo-photos", "chelsea.png"));
            again.ChooseImageLayers(CalibrationPhotos.Load([() => photo], "one cat", TowerCalibration.SideOf(again.ImageConfig)));
            Assert.Equal("1 photos of one cat", again.ImageLayers()!.Samples);
        }

        using var last = ClipModel.Open(SharedData.WorldClip, options);
        Assert.Equal("1 photos of one cat", last.ImageLayers()!.Samples);
        Assert.Empty(Directory.GetDirectories(options.CacheFolder, ".calibration-*"));
    }
}
