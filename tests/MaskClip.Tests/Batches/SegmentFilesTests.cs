using MaskClip.Testing;
using MaskClip.World;

namespace MaskClip.Tests.Batches;

/// <summary>Many photos from files, through the library.</summary>
public sealed class SegmentFilesTests : IDisposable
{
    private static readonly string[] Names = ["sky", "grass", "tree", "road"];

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-files-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)] // several photos are embedded at once
    public async Task SegmentFiles_OneIsBroken_GivesTheOthersAsAloneAndInOrder(int threads)
    {
        using var segmenter = Segmenter.Load(
            "world-clip",
            new()
            {
                Photos = new() { Keys = false },
                Texts = new() { Templates = PromptTemplates.Simple },
                Threads = threads,
                CacheFolder = folder,
            });
        var text = segmenter.Embed(Vocabulary.Parse(Names), cancellationToken: TestContext.Current.CancellationToken);
        var paths = Write(12);
        await File.WriteAllTextAsync(paths[5], "this is no picture", TestContext.Current.CancellationToken);
        File.Delete(paths[7]);

        var photos = new List<SegmentedPhoto>();
        await foreach (var photo in segmenter.SegmentFilesAsync(paths, text, cancellationToken: TestContext.Current.CancellationToken))
            photos.Add(photo);

        Assert.Equal(paths, photos.Select(photo => photo.Path));
        Assert.IsType<ImageFormatException>(photos[5].Error);
        Assert.IsType<FileNotFoundException>(photos[7].Error);
        foreach (var (path, photo, result, error) in photos.Where(photo => photo.Error is null))
        {
            Assert.Null(error);
            Assert.Equal(RgbImage.Load(path).Data, photo!.Data);
            Assert.Equal(segmenter.Segment(photo, text).Data, result!.Data);
        }

        Assert.Equal(2, photos.Count(photo => photo.Result is null));
    }

    [Fact]
    public async Task SegmentFiles_Student_GivesThemAsAlone()
    {
        using var student = StudentSegmenter.Load(RandomStudent.Write(Path.Combine(folder, "student.safetensors")), cacheFolder: folder);
        var paths = Write(4);

        var photos = new List<SegmentedPhoto>();
        await foreach (var photo in student.SegmentFilesAsync(paths, TestContext.Current.CancellationToken)) photos.Add(photo);

        Assert.Equal(paths, photos.Select(photo => photo.Path));
        Assert.All(photos, photo => Assert.Equal(student.Segment(photo.Photo!).Data, photo.Result!.Data));
    }

    [Fact]
    public async Task SegmentFiles_CallerStops_EndsWithoutReadingTheRest()
    {
        using var student = StudentSegmenter.Load(RandomStudent.Write(Path.Combine(folder, "student.safetensors")), cacheFolder: folder);
        int asked = 0;
        var paths = Enumerable.Repeat(Write(1)[0], 1000).Select(path =>
        {
            asked++;
            return path;
        });

        await foreach (var photo in student.SegmentFilesAsync(paths, TestContext.Current.CancellationToken))
        {
            Assert.Null(photo.Error);
            break;
        }

        Assert.InRange(asked, 1, 100);
    }

    /// <summary>Photos that differ, of two shapes.</summary>
    private string[] Write(int count)
    {
        var postcard = SamplePostcard.Draw(320, 224);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var path = Path.Combine(folder, $"{i:00}.png");
            postcard.Crop(new PixelBox(5 * i, 3 * i, i % 2 == 0 ? 160 : 128, 112)).SavePng(path);
            return path;
        })];
    }
}
