using CsCheck;
using MaskClip.Annotations;
using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;
using MaskClip.Evaluation.Datasets;

namespace MaskClip.Evaluation.Tests.Datasets;

/// <summary>Masks from annotation files.</summary>
public sealed class AnnotatedLabelsTests : IDisposable
{
    private const int Ignore = Segmentation.Ignore;

    private readonly DatasetFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false, UnlabeledPixels.AsAnnotated, new[] { "cat", "dog" }, new[] { Ignore, 0, 1, Ignore })]
    [InlineData(false, UnlabeledPixels.Ignored, new[] { "cat", "dog" }, new[] { Ignore, 0, 1, Ignore })]
    [InlineData(false, UnlabeledPixels.Background, new[] { "background", "cat", "dog" }, new[] { 0, 1, 2, Ignore })]
    [InlineData(true, UnlabeledPixels.AsAnnotated, new[] { "rest", "cat", "dog" }, new[] { 0, 1, 2, Ignore })]
    [InlineData(true, UnlabeledPixels.Ignored, new[] { "cat", "dog" }, new[] { Ignore, 0, 1, Ignore })]
    [InlineData(true, UnlabeledPixels.Background, new[] { "rest", "cat", "dog" }, new[] { 0, 1, 2, Ignore })]
    public void Read_PixelsOfNoRegion_AreWhatWasSaid(bool hasBackground, UnlabeledPixels unlabeled, string[] names, int[] expected)
    {
        // The file's background comes last: as a vocabulary's it is class 0.
        List<AnnotationCategory> categories = [new(5, "cat"), new(6, "dog")];
        if (hasBackground) categories.Add(new(7, "rest", IsBackground: true));
        var photo = new AnnotatedPhoto("a.jpg", 4, 1, [Region(0, 1, 2), Region(1, 2, 1)]) { Void = Mask(3, 1) };

        using var labels = Read(new FixedFormat([.. categories], photo), unlabeled);

        Assert.Equal(names, labels.Vocabulary.Classes.Select(one => one.Name));
        Assert.Equal(names[0] is "background" or "rest", labels.Vocabulary.Classes[0].IsBackground);
        Assert.Equal(expected, labels.ReadLabels("a.jpg").Labels.Select(label => (int)label));
    }

    [Fact]
    public void Spool_AnyMaps_AreTheSameAgain() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40]).SelectMany((width, height) => Gen.UShort[0, 3].Select(label =>
            label == 3 ? Segmentation.Ignore : (ushort)(label * 9000)).Array[width * height].Select(labels =>
            new LabelMap(width, height, labels))).Array[1, 5].Sample(
            maps =>
            {
                using var spool = new LabelSpool();
                var hash = new System.IO.Hashing.XxHash128();
                (long Offset, int Length)[] places = [.. maps.Select(map => spool.Add(map, hash))];
                Parallel.For(0, maps.Length, i =>
                {
                    var map = spool.Read(places[i].Offset, places[i].Length);
                    Assert.Equal((maps[i].Width, maps[i].Height), (map.Width, map.Height));
                    Assert.Equal(maps[i].Labels, map.Labels);
                });
            },
            iter: 50);

    [Fact]
    public void Read_PhotoTwice_NamesItAndGoesOnWhereErrorsAreTaken()
    {
        var format = new FixedFormat([new(1, "cat")], Photo("a.jpg"), Photo("a.jpg"), Photo("b\n.jpg"), Photo("c.jpg"));

        Assert.Contains("photo 'a.jpg': Two photos have this name", Assert.Throws<AnnotationException>(() => Read(format)).Message);
        using var labels = AnnotatedLabels.Read(folder.Root, format, onError: static _ => { });
        Assert.Equal(["a.jpg", "c.jpg"], labels.Photos);
        Assert.Equal(2, labels.Errors.Count);
    }

    [Fact]
    public void Version_IsOfTheContent()
    {
        AnnotationCategory[] classes = [new(1, "cat")];
        string[] versions =
        [
            .. ((FixedFormat[])[
                new(classes, Photo("a.jpg")), new(classes, Photo("b.jpg")), new([new(1, "dog")], Photo("a.jpg")),
                new(classes, new AnnotatedPhoto("a.jpg", 4, 1, [Region(0, 1, 2)])),
            ]).Select(format =>
            {
                using var labels = Read(format);
                return labels.Version;
            }),
        ];
        Assert.Equal(4, versions.Distinct().Count());
        using var again = Read(new FixedFormat(classes, Photo("a.jpg")));
        Assert.Equal(versions[0], again.Version);
    }

    [Fact]
    public void Dataset_OfAnnotations_FindsPhotosBesideThemOrWhereItIsTold()
    {
        folder.Photo("images/a.jpg", 4, 1).Photo("elsewhere/deep/a.png", 4, 1);
        var format = new FixedFormat([new(1, "cat")], Photo("deep/a.jpg"));
        using var labels = Read(format);

        var beside = SegmentationDataset.From(labels);
        var told = SegmentationDataset.From(labels, folder.At("elsewhere"));

        Assert.Equal(folder.At("images/a.jpg"), Path.GetFullPath(beside.Photos[0].PhotoPath!));
        Assert.Equal(folder.At("elsewhere/deep/a.png"), told.Photos[0].PhotoPath);
        Assert.Equal([0, Ignore, Ignore, Ignore], told.ReadTruth(told.Photos[0]).Labels.Select(label => (int)label));
        Assert.Equal("fixed annotations", told.Layout.Name);
        Assert.Equal(labels.Version, told.Version);
    }

    [Fact]
    public void Dataset_WhosePhotosAreMissingOrOfAnotherSize_SaysSo()
    {
        folder.Photo("images/b.jpg", 5, 5);
        var format = new FixedFormat([new(1, "cat")], Photo("a.jpg"), Photo("b.jpg"));
        using var labels = Read(format);

        var error = Assert.Throws<DatasetException>(() => SegmentationDataset.From(labels)).Message;
        Assert.Contains("There is no photo 'a.jpg'", error);
        var check = DatasetCheck.Run(labels);
        Assert.Contains(check.Errors, one => one.Contains("'b.jpg' is 4x1 in the annotations", StringComparison.Ordinal));
        Assert.Equal(2, check.Errors.Count);
        Assert.Throws<DirectoryNotFoundException>(() => SegmentationDataset.From(labels, folder.At("nowhere")));
    }

    [Fact]
    public void Check_OfAnnotations_CountsPixelsAndListsWhatWasLeftOut()
    {
        folder.Photo("a.jpg", 4, 2).Text("instances.json", """
            {"images":[{"id":1,"file_name":"a.jpg","width":4,"height":2}],
             "categories":[{"id":3,"name":"cat"},{"id":4,"name":"dog"}],
             "annotations":[
              {"id":1,"image_id":1,"category_id":3,"segmentation":[[0,0,3,0,3,2,0,2]]},
              {"id":2,"image_id":1,"category_id":9,"segmentation":[[0,0,3,0,3,2,0,2]]}]}
            """);
        using var labels = AnnotatedLabels.Read(folder.At("instances.json"), AnnotationFormats.Find("coco"), onError: static _ => { });

        var check = DatasetCheck.Run(labels);

        Assert.Equal([new ClassCount(6, 1), new ClassCount(0, 0)], check.Classes);
        Assert.Equal(new ClassCount(2, 1), check.Ignored);
        Assert.Contains("annotation 2", Assert.Single(check.Errors));
    }

    private AnnotatedLabels Read(IAnnotationFormat format, UnlabeledPixels unlabeled = UnlabeledPixels.AsAnnotated) =>
        AnnotatedLabels.Read(folder.Root, format, unlabeled, cancellationToken: TestContext.Current.CancellationToken);

    private static AnnotatedPhoto Photo(string name) => new(name, 4, 1, [Region(0, 0, 1)]);

    private static AnnotatedRegion Region(int category, int x, int length) => new(category, Mask(x, length));

    private static RegionMask Mask(int x, int length) => new(4, 1, [new PixelRun(0, x, length)]);

    private sealed class FixedFormat(AnnotationCategory[] categories, params AnnotatedPhoto[] photos) : IAnnotationFormat, IAnnotationReader
    {
        public string Name => "fixed";

        public string Description => "what a test says";

        public AnnotationSchema Schema { get; } = new(categories);

        public IAnnotationReader Open(string path) => this;

        // Only reading is tested with it: a test that came here would have to fail.
        public IAnnotationWriter Create(string folder, AnnotationSchema schema) => throw new NotSupportedException();

        public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null) => photos;

        public void Dispose()
        {
        }
    }
}
