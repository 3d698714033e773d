using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Tests.Formats;

/// <summary>Of the whole process's memory, so nothing runs beside it.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTestsAlone;

/// <summary>What is held does not grow with the number of photos.</summary>
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    private const int Photos = 10_000, Few = 500;

    // An id of 8 bytes a photo would be 76 KB, a record of this test's files 2 MB.
    private const long MaxGrowth = 1 << 20;

    // Parquet's library holds the rows of a file, eight groups of them, and takes its buffers from pools whose size is chance (up to
    // 8 MB apart at two ends of a file). What is held is therefore compared over whole files, the least after against the most before,
    // and with what the rows themselves would weigh: a writer that kept them held 660 bytes each, 87 MB for two files.
    private const int RowsOfAFile = 8 * 8192, BytesOfARow = 100;

    private static readonly AnnotationSchema Schema = new([new(1, "cat"), new(2, "dog")]);

    private static readonly RegionMask Mask =
        RegionMask.From(16, 16, [.. Enumerable.Range(0, 16 * 16).Select(i => (byte)(i % 7 % 3 == 0 ? 1 : 0))]);

    [Theory]
    [InlineData("coco")]
    [InlineData("coco-panoptic")]
    [InlineData("coco-stuff")]
    [InlineData("cvat")]
    [InlineData("label-studio")]
    [InlineData("csv")]
    [InlineData("parquet")]
    [InlineData("webdataset")]
    [InlineData("voc")]
    public void WritersAndReaders_HoldNoRecords(string name)
    {
        using var folder = new TemporaryFolder();
        var format = AnnotationFormats.Find(name);
        bool isParquet = name == "parquet";
        int[] before = isParquet ? [RowsOfAFile, 2 * RowsOfAFile] : [Few];
        int[] after = isParquet ? [4 * RowsOfAFile, 5 * RowsOfAFile] : [Photos];
        int all = after[^1], more = after[0] - before[^1];
        long maxGrowth = isParquet ? more * BytesOfARow : MaxGrowth;
        Growth writing = new(before, after), reading = new(before, after);

        using (var writer = format.Create(folder.Path, Schema))
        {
            for (int i = 0; i < all; i++)
            {
                writer.Add(Photo(i));
                writing.After(i + 1);
            }

            writer.Complete();
        }

        using (var reader = format.Open(folder.Path))
        {
            int count = 0;
            foreach (var photo in reader.Read())
            {
                Assert.NotEmpty(photo.Regions);
                reading.After(++count);
            }

            Assert.Equal(all, count);
        }

        Assert.True(writing.Bytes < maxGrowth, $"writing {more} more photos holds {writing.Bytes} bytes");
        Assert.True(reading.Bytes < maxGrowth, $"reading {more} more photos holds {reading.Bytes} bytes");
    }

    [Fact]
    public void Index_OfManyRecords_IsSortedOnTheDisk()
    {
        // More records than are sorted in memory, annotations before the images they are of, backwards.
        const int images = 150_000;
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "instances.json");
        using (var file = new StreamWriter(path))
        {
            file.Write("{\"annotations\":[");
            const string shape = """{"size":[1,1],"counts":"01"}""";
            for (int i = images; i > 0; i--)
            {
                if (i < images) file.Write(',');
                file.Write($$"""{"id":{{i}},"image_id":{{i}},"category_id":1,"segmentation":{{shape}}}""");
            }

            file.Write("""],"categories":[{"id":1,"name":"cat"}],"images":[""");
            for (int i = 1; i <= images; i++)
            {
                if (i > 1) file.Write(',');
                file.Write($$"""{"id":{{i}},"file_name":"{{i}}.jpg","width":1,"height":1}""");
            }

            file.Write("]}");
        }

        using var reader = AnnotationFormats.Find("coco").Open(path);
        int number = 0;
        foreach (var photo in reader.Read())
        {
            number++;
            if (photo.Name == $"{number}.jpg" && photo.Regions.Count == 1) continue;
            Assert.Fail($"{photo.Name} at {number} has {photo.Regions.Count} regions");
        }

        Assert.Equal(images, number);
    }

    private static AnnotatedPhoto Photo(int number) =>
        new($"folder/photo-{number:D6}.jpg", 16, 16, [new AnnotatedRegion(number % 2, Mask) { Score = 0.5 }])
        {
            OpenPhoto = () => new MemoryStream([1, 2, 3]),
        };

    /// <summary>The least that is held at the later counts, above the most that was held at the earlier ones.</summary>
    private sealed class Growth(int[] before, int[] after)
    {
        private long most = long.MinValue, least = long.MaxValue;

        public long Bytes => least - most;

        public void After(int photos)
        {
            if (before.Contains(photos)) most = Math.Max(most, Held());
            else if (after.Contains(photos)) least = Math.Min(least, Held());
        }

        private static long Held()
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            return GC.GetTotalMemory(forceFullCollection: true);
        }
    }
}
