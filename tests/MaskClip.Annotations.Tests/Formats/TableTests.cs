using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;
using Parquet;
using Parquet.Schema;

namespace MaskClip.Annotations.Tests.Formats;

/// <summary>Regions as CSV and Parquet.</summary>
public sealed class TableTests
{
    [Fact]
    public void Csv_NamesThatNeedQuotesOrLookLikeFormulas_ComeBack()
    {
        using var folder = new TemporaryFolder();
        string[] names = ["a,b", "say \"hi\"", "=SUM(A1)", "'quoted'", "two\nlines", "-1", "plain"];
        AnnotationSchema schema = new(names.Select((name, i) => new AnnotationCategory(i, name)));
        Write("csv", folder.Path, schema, names.Select((name, i) => Photo($"{name}.jpg".Replace('\n', ' '), i)));

        Assert.DoesNotContain(File.ReadLines(Path.Combine(folder.Path, "regions.csv")), line => line[0] is '=' or '-');
        using var reader = AnnotationFormats.Find("csv").Open(folder.Path);
        Assert.Equal(names, reader.Schema.Categories.Select(category => category.Name));
        Assert.Equal(names.Select(name => $"{name}.jpg".Replace('\n', ' ')), reader.Read().Select(photo => photo.Name));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public void PhotosWithoutRegions_AreKept(string format)
    {
        using var folder = new TemporaryFolder();
        Write(format, folder.Path, new([new(3, "cat")]), [new("a.jpg", 5, 4, []), Photo("b.jpg", 0), new("c.jpg", 2, 2, [])]);

        using var reader = AnnotationFormats.Find(format).Open(folder.Path);

        Assert.Equal(
            [("a.jpg", 5, 0), ("b.jpg", 2, 1), ("c.jpg", 2, 0)],
            reader.Read().Select(photo => (photo.Name, photo.Width, photo.Regions.Count)));
        Assert.Equal(3, Assert.Single(reader.Schema.Categories).Id);
    }

    [Fact]
    public void Csv_BadRows_CostOnlyThemselves()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "regions.csv");
        File.WriteAllText(path, """
            counts,photo,width,height,class,name,extra
            02O2,a.jpg,2,2,1,cat,
            99,a.jpg,2,2,1,cat,
            02O2,a.jpg,2,3,1,cat,
            02O2,a.jpg,2,2,1,dog,
            02O2,a.jpg,x,2,1,cat,
            "02"O2,a.jpg,2,2,1,cat,
            02O2,,2,2,1,cat,
            ,a.jpg,2,2,1,cat,
            04,b.jpg,2,2,1,cat,
            "04,c.jpg,2,2,1,cat,

            """.Replace("02O2", "022"));
        using var reader = AnnotationFormats.Find("csv").Open(path);
        List<AnnotationException> errors = [];

        var photos = reader.Read(errors.Add).ToList();

        Assert.Equal([("a.jpg", 1), ("b.jpg", 1)], photos.Select(photo => (photo.Name, photo.Regions.Count)));
        Assert.Equal(Enumerable.Range(3, 7).Append(11).Select(line => $"line {line}"), errors.Select(error => error.Record));
        Assert.All(errors, error => Assert.Equal(path, error.Path));
        Assert.Throws<AnnotationException>(() => reader.Read().ToList());
    }

    [Fact]
    public async Task Parquet_OfADataFrame_IsReadWhateverTheWidthOfItsNumbers()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "regions.parquet");
        DataField[] fields =
        [
            new DataField<string>("photo"), new DataField<long>("width"), new DataField<double?>("height"), new DataField<double?>("class"),
            new DataField<string>("counts"), new DataField<float?>("score"),
        ];
        await using (var file = File.Create(path))
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(fields[0], ["a.jpg", "a.jpg", "b.jpg"]);
            await group.WriteAsync<long>(fields[1], new long[] { 2, 2, 1 });
            await group.WriteAsync<double>(fields[2], new double?[] { 2, 2, 1 });
            await group.WriteAsync<double>(fields[3], new double?[] { 7, 9, null });
            await group.WriteAsync(fields[4], ["022", "04", null!]);
            await group.WriteAsync<float>(fields[5], new float?[] { 0.5f, null, null });
            group.CompleteValidate();
        }

        using var reader = AnnotationFormats.Find("parquet").Open(path);
        var photos = reader.Read().ToList();

        Assert.Equal([7, 9], reader.Schema.Categories.Select(category => category.Id));
        Assert.Equal([("a.jpg", 2), ("b.jpg", 0)], photos.Select(photo => (photo.Name, photo.Regions.Count)));
        Assert.Equal([0.5, null], photos[0].Regions.Select(region => region.Score));
        Assert.Equal(4, photos[0].Regions[1].Mask.Area);
    }

    [Fact]
    public void Parquet_WhatIsNone_IsNamed()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "regions.parquet");
        File.WriteAllText(path, "PAR1 and nothing else, which is longer than a footer. PAR1");

        Assert.Equal(path, Assert.Throws<AnnotationException>(() => AnnotationFormats.Find("parquet").Open(path)).Path);
    }

    private static AnnotatedPhoto Photo(string name, int category) =>
        new(name, 2, 2, [new AnnotatedRegion(category, RegionMask.From(2, 2, [1, 1, 0, 0]))]);

    private static void Write(string format, string folder, AnnotationSchema schema, IEnumerable<AnnotatedPhoto> photos)
    {
        using var writer = AnnotationFormats.Find(format).Create(folder, schema);
        foreach (var photo in photos) writer.Add(photo);
        writer.Complete();
    }
}
