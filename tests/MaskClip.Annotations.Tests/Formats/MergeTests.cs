using System.Text;
using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Tests.Formats;

/// <summary>Parts of a job as one file, and streams in place of files.</summary>
public sealed class MergeTests
{
    private static readonly AnnotationSchema Schema = new([new(1, "cat", Color: (1, 2, 3)), new(2, "dog")]);

    [Theory]
    [InlineData("coco", "instances.json")]
    [InlineData("cvat", "annotations.xml")]
    [InlineData("label-studio", "tasks.json")]
    [InlineData("csv", "regions.csv")]
    public void Shards_InAnyOrderAndAnyDivision_AreTheSameFile(string name, string file)
    {
        using var folder = new TemporaryFolder();
        var format = AnnotationFormats.Find(name);
        var photos = Enumerable.Range(0, 12).Select(Photo).ToList();
        List<byte[]> merged = [];
        for (int round = 0; round < 4; round++)
        {
            var random = new Random(round);
            var shards = photos.OrderBy(_ => random.Next()).Chunk(3 + round).Select((shard, i) =>
            {
                var path = Path.Combine(folder.Path, $"{round}", $"{random.Next():x}-{i}");
                Write(format, path, shard);
                return path;
            }).OrderBy(_ => random.Next()).ToList();
            using var reader = format.OpenAll(shards);
            var output = Path.Combine(folder.Path, $"merged{round}");
            Write(format, output, reader.Read(), reader.Schema);
            merged.Add(File.ReadAllBytes(Path.Combine(output, file)));
        }

        Assert.All(merged.Skip(1), one => Assert.Equal(Encoding.UTF8.GetString(merged[0]), Encoding.UTF8.GetString(one)));

        // Read twice, it is the same again; ids are unique.
        using var again = format.Open(Path.Combine(folder.Path, "merged0", file));
        Assert.Equal(photos.Select(photo => photo.Name).Order(StringComparer.Ordinal), again.Read().Select(photo => photo.Name));
    }

    [Fact]
    public void PhotoOfTwoParts_IsOneWhereTheyAgree_AndAnErrorWhereTheyDoNot()
    {
        using var folder = new TemporaryFolder();
        var format = AnnotationFormats.Find("coco");
        string one = Path.Combine(folder.Path, "one"), other = Path.Combine(folder.Path, "other");
        var changed = Photo(1);
        Write(format, one, [Photo(0), Photo(1)]);
        Write(format, other, [Photo(0), new AnnotatedPhoto(changed.Name, changed.Width, changed.Height, [])]);

        using var reader = format.OpenAll([one, other]);
        var error = Assert.Throws<AnnotationException>(() => reader.Read().ToList());
        List<AnnotationException> errors = [];
        var kept = reader.Read(errors.Add).ToList();

        Assert.Equal((changed.Name, true), (error.Record, error.Path.EndsWith("other", StringComparison.Ordinal)));
        Assert.Single(errors);
        Assert.Equal([Photo(0).Name, Photo(1).Name], kept.Select(photo => photo.Name));

        using var swapped = format.OpenAll([other, one]);
        Assert.Equal(kept.Select(photo => photo.Regions.Count), swapped.Read(static _ => { }).Select(photo => photo.Regions.Count));
    }

    [Fact]
    public void ClassesThatContradict_AreNamedWithBothFiles()
    {
        using var folder = new TemporaryFolder();
        var format = AnnotationFormats.Find("coco");
        string one = Path.Combine(folder.Path, "one"), other = Path.Combine(folder.Path, "other");
        Write(format, one, [Photo(0)]);
        Write(format, other, [Photo(1)], new([new(1, "dog"), new(2, "horse")]));

        var error = Assert.Throws<AnnotationException>(() => format.OpenAll([one, other]));

        Assert.Contains("'cat' in", error.Message, StringComparison.Ordinal);
        Assert.Contains("dog", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ClassesWithoutIds_AreMergedByName()
    {
        using var folder = new TemporaryFolder();
        var format = AnnotationFormats.Find("label-studio");
        string one = Path.Combine(folder.Path, "one"), other = Path.Combine(folder.Path, "other");
        Write(format, one, [Photo(1)], new([new(1, "cat"), new(2, "dog")]));
        Write(format, other, [Photo(3)], new([new(1, "horse"), new(2, "ant")]));

        using var reader = format.OpenAll([other, one]);

        Assert.Equal(["ant", "dog"], reader.Schema.Categories.Select(category => category.Name));
        Assert.Equal(["dog", "ant"], reader.Read().Select(photo => reader.Schema.Categories[photo.Regions[0].Category].Name));
    }

    [Theory]
    [InlineData("coco", "x.json")]
    [InlineData("cvat", "x.xml")]
    [InlineData("csv", "x.csv")]
    [InlineData("parquet", "x.parquet")]
    [InlineData("webdataset", "x.tar")]
    public void Streams_AreWrittenAndReadAsFilesAre(string name, string file)
    {
        var format = AnnotationFormats.Find(name);
        using var stream = new MemoryStream();
        using (var writer = format.Create(stream, Schema))
        {
            writer.Add(Photo(1));
            Assert.Empty(writer.Complete());
        }

        stream.Position = 0;
        using var reader = format.Open(stream, file);
        var photo = Assert.Single(reader.Read());

        Assert.Equal(Photo(1).Name, photo.Name);
        Assert.Equal(Photo(1).Regions[0].Mask.Runs.ToArray(), Assert.Single(photo.Regions).Mask.Runs.ToArray());
    }

    [Fact]
    public void Streams_OfManyFiles_AreRefused_AndErrorsNameTheStream()
    {
        using var stream = new MemoryStream();
        using var writer = AnnotationFormats.Find("yolo").Create(stream, Schema);
        writer.Add(Photo(1));
        Assert.Contains("give a folder", Assert.Throws<AnnotationException>(() => writer.Complete()).Error, StringComparison.Ordinal);

        using var wrong = new MemoryStream("[{}]"u8.ToArray());
        Assert.Equal("mine.xml", Assert.Throws<AnnotationException>(() => AnnotationFormats.Find("cvat").Open(wrong, "mine.xml")).Path);
    }

    private static AnnotatedPhoto Photo(int number) => new($"photo {number:D2}.jpg", 8, 4,
    [
        new AnnotatedRegion(
            number % 2, RegionMask.From(8, 4, [.. Enumerable.Range(0, 32).Select(i => (byte)(i * (number + 3) % 5 == 0 ? 1 : 0))]))
        {
            Score = 0.25,
        },
    ])
    {
        OpenPhoto = () => new MemoryStream([1, 2, 3]),
    };

    private static void Write(IAnnotationFormat format, string folder, IEnumerable<AnnotatedPhoto> photos, AnnotationSchema? schema = null)
    {
        using var writer = format.Create(folder, schema ?? Schema);
        foreach (var photo in photos) writer.Add(photo);
        writer.Complete();
    }
}
