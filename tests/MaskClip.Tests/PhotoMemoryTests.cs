using MaskClip.World;

namespace MaskClip.Tests;

/// <summary>What a photo costs is estimated before it is paid, and one photo's error stays that photo's.</summary>
public sealed class PhotoMemoryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-thin-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(60000, 1)]
    [InlineData(1, 5000)]
    [InlineData(900, 3)]
    [InlineData(1000, 1)]
    public void Embed_ThinPhoto_IsRefusedWithItsNumbersAndNothingIsPaid(int width, int height)
    {
        using var model = Load(At(448));
        var photo = new RgbImage(width, height, new byte[3 * width * height]);
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<OptionsException>(() => model.Embed(photo, cancellationToken: Token));

        Assert.Contains($"The photo is {width}x{height}; at a size of 448", error.Message, StringComparison.Ordinal);
        Assert.Contains("4 GiB are allowed", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Embed_ThinPhotoWithALimitOfTheLongSideOrMoreMemory_IsEmbedded()
    {
        var photo = new RgbImage(900, 3, new byte[3 * 900 * 3]);
        using var model = Load(At(64));
        model.Embed(photo, new() { Method = "maskclip", Size = 64, LongSide = 512 }, Token).Dispose();
        using var small = Load(At(64) with { MaxPhotoMemory = 1 << 20 });
        Assert.Throws<OptionsException>(() => small.Embed(SamplePostcard.Draw(640, 448), new() { Method = "maskclip", Size = 256 }, Token));
    }

    [Fact]
    public async Task SegmentFilesAsync_ThinPhotoBetweenOthers_FailsAlone()
    {
        string[] paths = [.. new[] { "a.png", "thin.png", "z.png" }.Select(name => Path.Combine(folder, name))];
        SamplePostcard.Draw(96, 64).SavePng(paths[0]);
        new RgbImage(6000, 1, new byte[18000]).SavePng(paths[1]);
        SamplePostcard.Draw(64, 96).SavePng(paths[2]);
        using var model = Load(At(64));
        var text = model.Embed(Vocabulary.Parse(["sky", "grass"]), cancellationToken: Token);

        var photos = new List<SegmentedPhoto>();
        await foreach (var photo in model.SegmentFilesAsync(paths, text, cancellationToken: Token)) photos.Add(photo);

        Assert.Equal(["a.png", "thin.png", "z.png"], photos.Select(photo => Path.GetFileName(photo.Path)));
        Assert.IsType<OptionsException>(photos[1].Error);
        Assert.All([photos[0], photos[2]], photo => Assert.Null(photo.Error));
    }

    private Segmenter Load(SegmenterOptions options) => Segmenter.Load("world-clip", options);

    private SegmenterOptions At(int size) => new()
    {
        Photos = new() { Size = size },
        Texts = new() { Templates = PromptTemplates.Simple },
        CacheFolder = folder,
    };
}
