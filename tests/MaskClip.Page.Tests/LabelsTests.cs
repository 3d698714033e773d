using System.Net.Http.Json;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MaskClip.Page.Tests;

/// <summary>The page's scores and labels against those of the library and of the service.</summary>
[Collection(PageServer.Collection)]
public sealed class LabelsTests(PageServer server) : IDisposable
{
    // Features are unit vectors whose numbers are rounded to float16, each by at most 2^-11 of itself: a cosine changes by no more.
    private const float HalfPrecision = 1f / 2048;

    private const double SameLabels = 0.995;

    private static readonly string[] Names = ["sky", "mountain", "water|lake", "grass", "house", "tree|bush=plant", "cow", "boat"];

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-page-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Settings =>
    [
        "{}",
        """{"minScore":0.4}""",
        """{"promptDenoising":0.9}""",
        """{"keySmoothing":0.9}""",
        """{"promptDenoising":0.5,"keySmoothing":1,"minScore":0.1}""",
        """{"method":"maskclip"}""",
        """{"edges":true}""",
    ];

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task PageAndService_GiveTheSameLabels(string settings) => await Compare("world-clip", settings, ["road", "fence"]);

    [Fact]
    public async Task PageAndService_GiveTheSameLabels_OfAModelWithItsOwnWays() => await Compare("photo", "{}", ["wall", "floor"]);

    [Fact]
    public async Task PageAndService_GiveTheSameLabels_WithAChosenBackground() =>
        await Compare("photo", """{"automaticBackground":true}""", []);

    [Fact]
    public async Task PageAndService_GiveTheSameLabels_WithoutABackground() => await Compare("world-clip", "{}", []);

    [Fact]
    public async Task Scores_AreTheLibrarysWithinHalfPrecision()
    {
        var page = await Script.Run("labels.mjs", server.Url, await Job("world-clip", "{}", []));

        using var segmenter = Segmenter.Load("world-clip");
        using var features = segmenter.Embed(await Scene());
        var classifier = segmenter.Embed(Vocabulary.Parse(Names));
        var scores = MemoryMarshal.Cast<byte, float>(page.GetProperty("scores").GetBytesFromBase64()).ToArray();
        int positions = features.GridWidth * features.GridHeight;
        Assert.Equal(Names.Length * positions, scores.Length);
        for (int label = 0; label < Names.Length; label++)
        {
            for (int position = 0; position < positions; position++)
            {
                float best = float.NegativeInfinity;
                for (int row = 0; row < classifier.Classes.Length; row++)
                {
                    if (classifier.Classes[row] != label) continue;
                    best = Math.Max(best, TensorPrimitives.Dot(
                        classifier.Embeddings.Slice(row * features.Size, features.Size),
                        features.Features.Slice(position * features.Size, features.Size)));
                }

                Assert.InRange(scores[label * positions + position], best - HalfPrecision, best + HalfPrecision);
            }
        }
    }

    private async Task Compare(string model, string settings, string[] background)
    {
        var page = await Script.Run("labels.mjs", server.Url, await Job(model, settings, background));
        Assert.Equal(model, page.GetProperty("model").GetString());
        var theirs = await Segment(page, JsonDocument.Parse(settings).RootElement, background);

        byte[] ours = page.GetProperty("labels").GetBytesFromBase64();
        Assert.Equal(theirs.Length, ours.Length);
        int same = ours.Zip(theirs).Count(pair => pair.First == Math.Min((int)pair.Second, 255));
        Assert.True(same >= SameLabels * ours.Length, $"{settings}: {same * 100.0 / ours.Length:0.000} % of the labels are the same");
    }

    private async Task<ushort[]> Segment(JsonElement page, JsonElement settings, string[] background)
    {
        var request = new Dictionary<string, object?>
        {
            ["photo"] = page.GetProperty("id").GetString(),
            ["model"] = page.GetProperty("model").GetString(),
            ["method"] = page.GetProperty("method").GetString(),
            ["names"] = Names,
            ["background"] = background,
            ["format"] = "npy",
        };
        foreach (var setting in settings.EnumerateObject())
        {
            if (setting.Name == "edges") request["guidedFilter"] = true;
            else if (setting.Name != "method") request[setting.Name] = setting.Value;
        }

        using var client = new HttpClient();
        using var response = await client.PostAsJsonAsync($"{server.Url}/v1/segment", request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, System.Text.Encoding.UTF8.GetString(bytes));
        int header = BitConverter.ToUInt16(bytes, 8);
        return MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan(10 + header)).ToArray();
    }

    /// <summary>The first scene for the small model; for others the same as a photo that somebody brings.</summary>
    private async Task<string> Job(string model, string settings, string[] background)
    {
        var photo = Path.Combine(folder, "scene.png");
        if (model != "world-clip") await File.WriteAllBytesAsync(photo, await SceneBytes());
        var job = new Dictionary<string, object?>
        {
            ["photo"] = photo,
            ["name"] = "scene.png",
            ["scene"] = model == "world-clip" ? 1 : null,
            ["names"] = Names,
            ["background"] = background,
            ["settings"] = JsonDocument.Parse(settings).RootElement,
        };
        var file = Path.Combine(folder, "job.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(job));
        return file;
    }

    private async Task<byte[]> SceneBytes()
    {
        using var client = new HttpClient();
        return await client.GetByteArrayAsync($"{server.Url}/v1/scenes/1");
    }

    private async Task<RgbImage> Scene()
    {
        var file = Path.Combine(folder, "picture.png");
        await File.WriteAllBytesAsync(file, await SceneBytes());
        return RgbImage.Load(file);
    }
}
