using System.Text.Json;
using MaskClip.Checkpoints;
using MaskClip.Families.Tips;
using MaskClip.Imaging;
using MaskClip.Model;
using MaskClip.Models;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Families;

/// <summary>TIPSv2 in its three published layouts against the authors' own code.</summary>
public sealed class TipsTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    private const double Tolerance = 2e-5; // golden/tipsv2/README.md

    public static TheoryData<string, string, string> Pictures => new()
    {
        { "npz", "io", "native" }, { "npz", "io", "up" }, { "npz", "io", "down" },
        { "hf", "hf/io", "native" }, { "hf", "hf/io", "up" },
        { "hf-native-swiglu", "hf-native-swiglu/io", "native" }, { "hf-native-swiglu", "hf-native-swiglu/io", "up" },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Picture_GivesTheAuthorsNumbers(string folder, string io, string picture)
    {
        using var golden = Open(io);
        using var model = Golden.Open(home.Folder, "tipsv2", folder);
        var image = golden[$"image.{picture}"];

        Close.Within(Tolerance, golden[$"{picture}.values"].ToArray(), Golden.Dense(model, image, "maskclip"));
        Close.Within(Tolerance, golden[$"{picture}.patches"].ToArray(), Golden.Dense(model, image, "clip"));
        Close.Within(Tolerance, golden[$"{picture}.cls1"].ToArray(), Golden.Whole(model, image));
        int width = golden[$"{picture}.pos"].Shape[1];
        var (_, shape, table) = model.GridInputs(DenseMethods.MaskClip).For(image.Shape[2] / 14, image.Shape[3] / 14).Single();
        Assert.Equal(image.Shape[2] / 14 * (image.Shape[3] / 14) + 2, shape[1]); // the register's row is in the table, and is zero
        Close.Within(Tolerance, golden[$"{picture}.pos"].ToArray(), [.. table.AsSpan(0, width), .. table.AsSpan(2 * width)]);
        Assert.True(table.AsSpan(width, width).IndexOfAnyExcept(0) < 0);
    }

    [Fact]
    public void Picture_OfSidesThatThePatchDoesNotDivide_IsEnlargedAsTheAuthorsDo()
    {
        using var golden = Open("io");
        using var model = Golden.Open(home.Folder, "tipsv2", "npz");

        Close.Within(Tolerance, golden["odd.values"].ToArray(), Golden.Dense(model, golden["image.odd"], "maskclip"));
    }

    [Theory]
    [InlineData("npz", "io", "prompts.json")]
    [InlineData("hf", "hf/io", "hf/texts.json")]
    [InlineData("hf-native-swiglu", "hf-native-swiglu/io", null)]
    public void Texts_GiveTheAuthorsIdsAndNumbers(string folder, string io, string? texts)
    {
        using var golden = Open(io);
        using var model = Golden.Open(home.Folder, "tipsv2", folder);

        if (texts is not null)
            Assert.Equal(golden["text.ids"].ToInt64Array(), Golden.Ids(model, Golden.Texts(SharedData.Path("golden", "tipsv2", texts))));
        Close.Within(Tolerance, golden["text.features"].ToArray(), Golden.Text(model, golden["text.ids"]));
    }

    [Fact]
    public void Texts_ThatAreTooLong_AreCut()
    {
        using var golden = Open("io");
        using var model = Golden.Open(home.Folder, "tipsv2", "npz");
        using var json = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("golden", "tipsv2", "prompts.json")));

        int[] ids = model.Texts.Tokenize(json.RootElement.GetProperty("long").GetString()!, out bool truncated);

        Assert.True(truncated);
        Assert.Equal(golden["text.long.ids"].ToInt64Array(), ids.Select(id => (long)id));
        Close.Within(Tolerance, golden["text.long.features"].ToArray(), model.Texts.Encode([ids], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Texts_ThatAreEmpty_AreRefused()
    {
        using var model = Golden.Open(home.Folder, "tipsv2", "npz");

        var error = Assert.Throws<OptionsException>(() => model.Texts.Encode(["wall", " "], [], TestContext.Current.CancellationToken));

        Assert.Contains("Text 2 of 2", error.Message);
    }

    [Fact]
    public void Names_InTheAuthorsTemplates_GiveTheirVectors()
    {
        var prompts = SharedData.Path("golden", "tipsv2", "prompts.json");
        using var golden = Open("io");
        using var segmenter = Load(new());

        Assert.Equal(Golden.Texts(prompts, "templates"), TipsModel.Templates.Templates);
        var classifier = segmenter.Embed(
            Vocabulary.Parse(Golden.Texts(prompts, "classes")), cancellationToken: TestContext.Current.CancellationToken);
        Close.Within(Tolerance, golden["classes.features"].ToArray(), classifier.Embeddings);
    }

    [Fact]
    public void Photo_FromFileToFeatures_GivesTheAuthorsNumbers()
    {
        using var golden = Open("io");
        using var segmenter = Load(new() { Photos = new() { Size = 56 } });
        var photo = RgbImage.Load(SharedData.Path("golden", "photo.png"));
        float[] square = golden["photo.square"].ToArray(), values = golden["photo.values"].ToArray();
        UnitLength.Rows(values, 128);

        using var features = segmenter.Embed(photo, cancellationToken: TestContext.Current.CancellationToken);

        Close.Within(Tolerance, values, features.Features);
        Close.Within(1e-6, square, segmenter.Model.Normalization(Compatibility.Clip).Apply(photo.Resize(56, 56, ResampleFilter.Bilinear)));
    }

    /// <summary>The notebook's windows, softmax of raw cosines, average and labels, from the features of every window.</summary>
    [Fact]
    public void Windows_ScoredAsTheAuthorsDo_GiveTheirProbabilities()
    {
        using var golden = Open("io");
        using var model = Golden.Open(home.Folder, "tipsv2", "npz");
        float[] image = golden["image.slide"].ToArray(), names = golden["classes.features"].ToArray();
        const int height = 70, width = 112, side = 56;
        var sum = new double[5 * height * width];
        var count = new double[height * width];
        using var encoder = model.CreateImageEncoder(DenseMethods.Parse("maskclip"), key: false);
        foreach (int top in (int[])[0, 14])
        {
            foreach (int left in (int[])[0, 42, 56])
            {
                var window = new float[3 * side * side];
                for (int i = 0; i < window.Length; i++)
                    window[i] = image[i / (side * side) * height * width + (top + i / side % side) * width + left + i % side];
                var features = encoder.Encode(window, 1, side, side, TestContext.Current.CancellationToken).Features;
                var cosines = new float[5 * 16];
                for (int i = 0; i < cosines.Length; i++)
                {
                    cosines[i] = System.Numerics.Tensors.TensorPrimitives.Dot(
                        names.AsSpan(i / 16 * 128, 128), features.AsSpan(i % 16 * 128, 128));
                }
                for (int i = 0; i < side * side; i++)
                {
                    double[] scores =
                    [
                        .. Enumerable.Range(0, 5).Select(name => Math.Exp(Bilinear(cosines.AsSpan(name * 16, 16), i / side, i % side)))
                    ];
                    int pixel = (top + i / side) * width + left + i % side;
                    for (int name = 0; name < 5; name++) sum[name * height * width + pixel] += scores[name] / scores.Sum();
                    count[pixel]++;
                }
            }
        }

        Close.Within(1e-5, golden["slide.probs"].ToArray(), [.. sum.Select((value, i) => (float)(value / count[i % count.Length]))]);

        static double Bilinear(ReadOnlySpan<float> grid, int y, int x)
        {
            var (row, down) = Tap(y);
            var (column, along) = Tap(x);
            return (1 - down) * ((1 - along) * grid[row * 4 + column] + along * grid[row * 4 + Math.Min(3, column + 1)])
                + down * ((1 - along) * grid[Math.Min(3, row + 1) * 4 + column] + along * grid[Math.Min(3, row + 1) * 4 + Math.Min(
                    3, column + 1)]);
        }

        static (int First, double Share) Tap(int pixel)
        {
            double at = Math.Max(0, (pixel + 0.5) / 14 - 0.5);
            int first = Math.Min(3, (int)at);
            return (first, at - first);
        }
    }

    [Fact]
    public void Segment_EndToEnd_LabelsEveryPixel()
    {
        using var segmenter = Load(new() { Photos = new() { Size = 56, Windows = new(56, 42) } });
        var photo = RgbImage.Load(SharedData.Path("golden", "photo.png"));
        var classifier = segmenter.Embed(
            Vocabulary.Parse(["wall", "swivel chair", "sea"]), cancellationToken: TestContext.Current.CancellationToken);

        var result = segmenter.Segment(photo, classifier, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(photo.Width * photo.Height, result.Labels.Length);
        Assert.All(result.Labels.ToArray(), label => Assert.InRange(label, 0, 2));
        Assert.Equal(1 / 0.00506597f, segmenter.Model.LogitScale, 1);
    }

    [Theory]
    [InlineData("scclip")]
    [InlineData("resclip")]
    [InlineData("gem")]
    [InlineData("clip-surgery")]
    public void Methods_ThatReadMoreThanTheLastBlock_AreRefusedByName(string method)
    {
        var error = Assert.Throws<OptionsException>(() => Load(new() { Photos = new() { Method = method } }).Dispose());

        Assert.Contains($"'{method}' has no meaning for TIPS", error.Message);
        Assert.Contains("maskclip, ", error.Message);
        Assert.DoesNotContain("TIPS", DenseMethods.Find(method).Towers);
    }

    [Fact]
    public void Method_WithAnotherResizingOfPositions_IsRefused() => Assert.Contains(
        "'positions'", Assert.Throws<OptionsException>(() =>
            Load(new() { Photos = new() { Method = "maskclip:positions=bilinear" } }).Dispose()).Message);

    private static SafetensorsFile Open(string io) => SafetensorsFile.Open(SharedData.Path("golden", "tipsv2", $"{io}.safetensors"));

    private Segmenter Load(SegmenterOptions options) =>
        Segmenter.Load(SharedData.Path("golden", "tipsv2", "npz"), options with { CacheFolder = home.Folder });
}
