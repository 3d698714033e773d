
using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Testing;
using MaskClip.Towers;

namespace MaskClip.Parity.Tests.Dense;

/// <summary>What holds for every method, whatever it computes.</summary>
public class EveryMethodTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    public static IEnumerable<TheoryDataRow<string>> Names => DenseMethods.All.Select(method => new TheoryDataRow<string>(method.Name));

    public static IEnumerable<TheoryDataRow<string>> ResNetNames =>
        DenseMethods.All.Where(method => method.Block.Pooling is not null)
            .Select(method => method.Name)
            .Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_TwoPhotosAtOnce_GivesWhatEachGivesAlone(string name)
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "vit.io.safetensors"));
        using var model = ClipModel.Open(SharedData.Path("golden", "vit.safetensors"), new() { CacheFolder = home.Folder });
        using var encoder = model.CreateImageEncoder(DenseMethods.Parse(name), key: true);
        // Left halves: a grid that is not square.
        float[] photos = [.. golden.Require("image").ToArray().Chunk(64).SelectMany(row => row[..32])];

        var both = encoder.Encode(photos, 2, 64, 32);
        var alone = photos.Chunk(photos.Length / 2).Select(photo => encoder.Encode(photo, 1, 64, 32)).ToArray();

        Close.Within(1e-4, [.. alone[0].Features, .. alone[1].Features], both.Features);
        Close.Within(1e-3, [.. alone[0].Key!, .. alone[1].Key!], both.Key);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_Keys_AreThoseOfMaskClip(string name)
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "vit.io.safetensors"));
        using var model = ClipModel.Open(SharedData.Path("golden", "vit.safetensors"), new() { CacheFolder = home.Folder });
        using var encoder = model.CreateImageEncoder(DenseMethods.Parse(name), key: true);
        using var maskClip = model.CreateImageEncoder(DenseMethods.MaskClip, key: true);
        var photos = golden.Require("image").ToArray();

        // At the trained size no position embedding is resized, so nothing before the last block differs.
        Close.Within(1e-3, maskClip.Encode(photos, 2, 64, 64).Key, encoder.Encode(photos, 2, 64, 64).Key);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_TowerOfTwoBlocks_GivesFeaturesOrSaysWhichBlocksItReads(string name)
    {
        // Four patches too: fewer than any method's neighbors.
        using var model = ClipModel.Open(SharedData.Path("golden", "formats", "state-dict-fp32.pt"), new() { CacheFolder = home.Folder });
        var last = DenseMethods.Parse(name);
        if (last is AttentionBlock { Earlier: not null })
        {
            Assert.Contains(
                "reads blocks 6, 7, 8, 9, but this model has 2",
                Assert.Throws<OptionsException>(() => model.CreateImageEncoder(last, key: true)).Message);
            return;
        }

        using var encoder = model.CreateImageEncoder(last, key: true);
        foreach (var (height, width) in new[] { (16, 16), (8, 8), (8, 40) })
        {
            var encoded = encoder.Encode(Enumerable.Range(0, 3 * height * width).Select(i => MathF.Sin(i)).ToArray(), 1, height, width);
            Assert.All(encoded.Features.Chunk(16), feature => Assert.Equal(1, feature.Sum(x => (double)x * x), 1e-4));
        }
    }

    [Theory]
    [MemberData(nameof(ResNetNames))]
    public void Encode_ResNet_GivesFeaturesAtEveryStride(string name)
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "maskclip.safetensors"));
        using var model = ClipModel.Open(SharedData.Path("golden", "rn.safetensors"), new() { CacheFolder = home.Folder });
        foreach (int stride in new[] { 32, 16, 8 })
        {
            using var encoder = model.CreateImageEncoder(DenseMethods.Parse(name), key: true, stride);
            var encoded = encoder.Encode(golden.Require("rn.image").ToArray(), 1, 128, 160);
            Assert.Equal((128 / stride, 160 / stride), (encoded.Rows, encoded.Columns));
            Assert.All(encoded.Features.Chunk(64), feature => Assert.Equal(1, feature.Sum(x => (double)x * x), 1e-4));
        }
    }

    [Theory]
    [InlineData("sclip")]
    [InlineData("scclip")]
    [InlineData("gem")]
    public void CreateImageEncoder_MethodWithoutMeaningForResNets_NamesThoseThatHave(string name)
    {
        using var model = ClipModel.Open(SharedData.Path("golden", "rn.safetensors"), new() { CacheFolder = home.Folder });

        var error = Assert.Throws<OptionsException>(() => model.CreateImageEncoder(DenseMethods.Parse(name), key: false));

        Assert.Contains($"'{name}' has no meaning for a ResNet", error.Message);
        Assert.Contains("clip, maskclip, clip-surgery", error.Message);
    }
}
