using System.Net;
using System.Text;
using System.Text.Json;
using MaskClip.Annotations.Formats;
using MaskClip.Extensions;
using Microsoft.Extensions.DependencyInjection;

namespace MaskClip.Server.Tests;

/// <summary>A photo and names in, masks out, in every form.</summary>
public sealed class SegmentTests(RunningService service) : IClassFixture<RunningService>
{
    private static readonly byte[] Photo = RunningService.Scene(seed: 13, 320, 224);

    private static readonly string[] Names = ["sky", "grass|meadow", "tree", "cat|kitten=animal"];

    private const string Query = "?names=sky&names=grass%7Cmeadow&names=tree&names=cat%7Ckitten%3Danimal";

    [Fact]
    public async Task Json_HasRegionsWithPolygonsAsLargeAsTheirArea()
    {
        var id = (await service.SendPhotoAsync(Photo)).GetProperty("id").GetString();

        var answer = await service.SendAsync("/v1/segment", new { photo = id, names = Names });

        Assert.Equal("animal", answer.GetProperty("classes")[3].GetProperty("name").GetString());
        var regions = answer.GetProperty("regions").EnumerateArray().ToArray();
        Assert.Equal(320 * 224, regions.Sum(region => region.GetProperty("area").GetInt64()));
        foreach (var region in regions)
        {
            double area = region.GetProperty("polygons").EnumerateArray().Sum(polygon =>
                Area(polygon.GetProperty("exterior")) - polygon.GetProperty("holes").EnumerateArray().Sum(Area));
            Assert.Equal(region.GetProperty("area").GetInt64(), area, 0.5);
        }
    }

    [Fact]
    public async Task AllWaysOfSending_GiveTheLibrarysLabels_NumberedAsMasksAre()
    {
        var segmenter = await service.Services.GetRequiredService<SegmenterSources>().Default.GetAsync();
        using var features = segmenter.Embed(RgbImage.Load(Photo));
        var expected = features.Segment(Names).Labels.ToArray();
        var id = (await service.SendPhotoAsync(Photo)).GetProperty("id").GetString();

        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Photo), "photo", "x.png" },
            { new StringContent("png"), "format" },
        };
        foreach (var name in Names) form.Add(new StringContent(name), "names");
        byte[][] answers =
        [
            await PostAsync("/v1/segment", Json(new { photo = id, names = Names, format = "png" })),
            await PostAsync("/v1/segment", form),
            await PostAsync($"/v1/segment{Query}&format=png", new ByteArrayContent(Photo)),
            await PostAsync("/v1/segment?format=png", Json(new { photo = id, names = Names })),
        ];

        int[] numbers = [.. expected.Select(label => label + 1)];
        Assert.All(answers, png => Assert.Equal(numbers, LabelMask.Load(png).ToClassIndices().Select(value => (int)value)));
    }

    [Theory]
    [InlineData("overlay")]
    [InlineData("heatmap")]
    public async Task Pictures_HaveThePhotosSize_AndOverlaysALegend(string format)
    {
        var picture = RgbImage.Load(await PostAsync($"/v1/segment{Query}&format={format}", new ByteArrayContent(Photo)));

        Assert.Equal(320, picture.Width);
        Assert.Equal(format == "overlay", picture.Height > 224);
        Assert.False(picture.Pixels[..(3 * 320 * 224)].SequenceEqual(RgbImage.Load(Photo).Pixels));
    }

    [Theory]
    [InlineData("coco")]
    [InlineData("labelme")]
    public async Task Annotations_OpenWithOurReaders(string format)
    {
        var bytes = await PostAsync($"/v1/segment{Query}&format={format}", new ByteArrayContent(Photo));

        using var reader = AnnotationFormats.Find(format).Open(new MemoryStream(bytes), $"{format}.json");
        var photo = Assert.Single(reader.Read());

        Assert.Equal((320, 224), (photo.Width, photo.Height));
        Assert.NotEmpty(photo.Regions);
    }

    [Theory]
    [InlineData("image/png", "image/png")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html, application/x-npy;q=0.9", "application/x-npy")]
    [InlineData("*/*", "application/json")]
    public async Task Accept_ChoosesTheForm(string accept, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/segment{Query}") { Content = new ByteArrayContent(Photo) };
        request.Headers.Accept.ParseAdd(accept);

        using var response = await service.Client.SendAsync(request);

        Assert.Equal(expected, response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("?names=", "empty")]
    [InlineData("?names=cat&format=tiff", "tiff")]
    [InlineData("?names=cat&format=heatmap&name=dog", "dog")]
    [InlineData("?names=cat&minScore=7", "0 to 1")]
    [InlineData("?names=cat&guidedFilter=true&pamr=true", "PAMR")]
    [InlineData("?names=cat&presense=1", "presense")]
    [InlineData("?names=cat&size=big", "size")]
    [InlineData("", "No name")]
    public async Task WrongSettings_AreNamed(string query, string said)
    {
        using var response = await service.Client.PostAsync($"/v1/segment{query}", new ByteArrayContent(Photo));

        var problem = await RunningService.ReadAsync(response, HttpStatusCode.BadRequest);
        Assert.Contains(said, problem.GetProperty("detail").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("System.", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalog_ListsWhatRequestsCanName()
    {
        using var models = JsonDocument.Parse(await service.Client.GetStringAsync("/v1/models"));
        using var methods = JsonDocument.Parse(await service.Client.GetStringAsync("/v1/methods"));
        using var scenes = JsonDocument.Parse(await service.Client.GetStringAsync("/v1/scenes"));

        Assert.Equal("world-clip", models.RootElement.GetProperty("default").GetString());
        Assert.Equal(Segmenter.Methods.Count, methods.RootElement.GetProperty("methods").GetArrayLength());
        Assert.Equal(6, scenes.RootElement.GetProperty("scenes").GetArrayLength());
        foreach (var scene in scenes.RootElement.GetProperty("scenes").EnumerateArray())
        {
            var picture = RgbImage.Load(await service.Client.GetByteArrayAsync(scene.GetProperty("url").GetString()));
            Assert.Equal((640, 448), (picture.Width, picture.Height));
            Assert.True(scene.GetProperty("names").GetArrayLength() > 1);
        }
    }

    [Fact]
    public async Task Job_TellsOfEachPhotoAndOfItsEnd()
    {
        var folder = Directory.CreateTempSubdirectory("maskclip-job-").FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "a.png"), RunningService.Scene(seed: 14));
        await File.WriteAllTextAsync(Path.Combine(folder, "b.png"), "no picture");
        await File.WriteAllTextAsync(Path.Combine(folder, "notes.txt"), "no photo");
        await using var own = await RunningService.StartAsync(limits => limits.Folders["inbox"] = folder);

        using var response = await own.Client.PostAsync("/v1/jobs", Json(new { folder = "inbox", find = new { names = Names } }));
        var text = await response.Content.ReadAsStringAsync();
        using var unknown = await own.Client.PostAsync("/v1/jobs", Json(new { folder = "../etc", find = new { names = Names } }));

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(2, text.Split("event: photo").Length - 1);
        Assert.Contains("\"failed\":1", text, StringComparison.Ordinal);
        Assert.DoesNotContain(folder, text, StringComparison.Ordinal);
        await RunningService.ReadAsync(unknown, HttpStatusCode.NotFound);
    }

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private static double Area(JsonElement ring)
    {
        var points = ring.EnumerateArray().Select(point => (X: point[0].GetDouble(), Y: point[1].GetDouble())).ToArray();
        double sum = 0;
        for (int i = 0; i < points.Length; i++)
        {
            var (a, b) = (points[i], points[(i + 1) % points.Length]);
            sum += a.X * b.Y - b.X * a.Y;
        }

        return Math.Abs(sum) / 2;
    }

    private async Task<byte[]> PostAsync(string path, HttpContent content)
    {
        using var response = await service.Client.PostAsync(path, content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadAsByteArrayAsync();
    }
}
