using System.Formats.Tar;
using System.Text;
using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Tests.Formats;

/// <summary>Tars of photo, mask and JSON.</summary>
public sealed class WebDatasetTests
{
    private static readonly AnnotationSchema Schema = new([new(1, "cat", Color: (9, 8, 7)), new(2, "dog")]);

    [Fact]
    public void LongNamesAndDots_ComeBack_AndEverySampleHasAKeyOfItsOwn()
    {
        using var folder = new TemporaryFolder();
        string[] names =
        [
            "a.jpg", "a.png", "a.b.jpg", "a%2Eb.jpg", "no-ending",
            $"{new string('f', 80)}/{new string('g', 90)}/Straße {new string('n', 120)}.jpg",
        ];
        Write(folder.Path, names.Select(Photo));

        var keys = new List<string>();
        using (var tar = new TarReader(File.OpenRead(Path.Combine(folder.Path, "shard-000000.tar"))))
        {
            while (tar.GetNextEntry() is { } entry)
            {
                int dot = entry.Name.IndexOf('.', entry.Name.LastIndexOf('/') + 1);
                var key = entry.Name[..dot];
                if (keys.Count == 0 || keys[^1] != key) keys.Add(key);
                if (entry.Name.EndsWith(".mask.png", StringComparison.Ordinal))
                    Assert.Equal([1, 255, 0, 0], LabelMask.Load(entry.DataStream!).Labels.ToArray().Select(label => (int)label));
            }
        }

        Assert.Equal(names.Length, keys.Distinct().Count());
        Assert.Equal("webdataset", FormatRecognition.Find(folder.Path)?.Name);
        Assert.Equal("webdataset", FormatRecognition.Find(Path.Combine(folder.Path, "shard-000000.tar"))?.Name);
        using var reader = AnnotationFormats.Find("webdataset").Open(folder.Path);
        var photos = reader.Read().ToList();
        Assert.Equal(names, photos.Select(photo => photo.Name));
        Assert.Equal([.. Schema.Categories], reader.Schema.Categories);
        foreach (var photo in photos)
        {
            using var content = new StreamReader(photo.OpenPhoto!());
            Assert.Equal(photo.Name, content.ReadToEnd());
            Assert.Equal([0, Segmentation.Ignore, Segmentation.Ignore, Segmentation.Ignore], photo.ToLabels().Select(label => (int)label));
            Assert.Equal(1, photo.Void!.Area);
        }
    }

    [Fact]
    public void TwoRuns_GiveTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        string one = Path.Combine(folder.Path, "one"), other = Path.Combine(folder.Path, "other");
        Write(one, [Photo("a.jpg")]);
        Write(other, [Photo("a.jpg")]);

        Assert.Equal(File.ReadAllBytes(Path.Combine(one, "shard-000000.tar")), File.ReadAllBytes(Path.Combine(other, "shard-000000.tar")));
    }

    [Theory]
    [InlineData("../out")]
    [InlineData("/etc/out")]
    [InlineData("a/../../out")]
    [InlineData("C:\\out")]
    public void NamesThatLeadOutOfTheFolder_AreRefused_AndCostOnlyThemselves(string name)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "x.tar");
        Write(folder.Path, [Photo("a.jpg")]);
        using (var file = File.Create(path))
        using (var tar = new TarWriter(file))
        {
            Entry(tar, $"{name}.json", "{}");
            Entry(tar, "in.json", """{"name":"in.jpg","width":2,"height":1,"classes":[{"id":1,"name":"cat"}],"regions":[]}""");
            Entry(tar, "none.txt", "nothing");
            Entry(tar, "bad.json", """
                {"name":"bad.jpg","width":2,"height":1,"classes":[{"id":1,"name":"cat"}],"regions":[
                  {"category_id":1,"name":"cat","segmentation":{"size":[2,1],"counts":"02"}},
                  {"category_id":1,"name":"dog","segmentation":{"size":[1,2],"counts":"02"}},
                  {"category_id":1,"name":"cat","segmentation":{"size":[1,2],"counts":"02"}}]}
                """);
        }

        using var reader = AnnotationFormats.Find("webdataset").Open(path);
        List<AnnotationException> errors = [];
        var photos = reader.Read(errors.Add).ToList();

        Assert.Equal([("in.jpg", 0), ("bad.jpg", 1)], photos.Select(photo => (photo.Name, photo.Regions.Count)));
        Assert.Equal(
            [$"entry '{name}.json'", "sample 'none'", "sample 'bad', region 0", "sample 'bad', region 1"],
            errors.Select(error => error.Record));
        Assert.Contains("leads out", errors[0].Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(Path.GetDirectoryName(folder.Path)!, "out.json")));
    }

    [Fact]
    public void PhotoThatIsNotAtHand_IsNamed_AndATarThatIsCutOffGivesWhatItHas()
    {
        using var folder = new TemporaryFolder();
        using (var writer = AnnotationFormats.Find("webdataset").Create(folder.Path, Schema))
        {
            var error = Assert.Throws<AnnotationException>(() => writer.Add(new AnnotatedPhoto("a.jpg", 2, 2, [])));
            Assert.Equal("a.jpg", error.Record);
            var outside = new AnnotatedPhoto("../a.jpg", 2, 2, []) { OpenPhoto = () => Stream.Null };
            Assert.Throws<AnnotationException>(() => writer.Add(outside));
        }

        Write(folder.Path, [Photo("a.jpg"), Photo("b.jpg")]);
        var path = Path.Combine(folder.Path, "shard-000000.tar");
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length * 3 / 4)]);
        using var reader = AnnotationFormats.Find("webdataset").Open(path);
        List<AnnotationException> errors = [];

        Assert.Equal("a.jpg", reader.Read(errors.Add).First().Name);
        Assert.Throws<AnnotationException>(() => reader.Read().ToList());
    }

    private static AnnotatedPhoto Photo(string name) =>
        new(name, 2, 2, [new AnnotatedRegion(0, RegionMask.From(2, 2, [1, 0, 0, 0])) { Score = 0.5 }])
        {
            Void = RegionMask.From(2, 2, [0, 1, 0, 0]),
            OpenPhoto = () => new MemoryStream(Encoding.UTF8.GetBytes(name)),
        };

    private static void Entry(TarWriter tar, string name, string text) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });

    private static void Write(string folder, IEnumerable<AnnotatedPhoto> photos)
    {
        using var writer = AnnotationFormats.Find("webdataset").Create(folder, Schema);
        foreach (var photo in photos) writer.Add(photo);
        writer.Complete();
    }
}
