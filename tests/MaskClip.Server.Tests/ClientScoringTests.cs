using System.Runtime.InteropServices;
using System.Text.Json;
using MaskClip.Extensions;
using Microsoft.Extensions.DependencyInjection;

namespace MaskClip.Server.Tests;

/// <summary>
/// What a client computes of features and vectors by the formulas of docs/serving.md is what the service answers: written here from the
/// formulas, with nothing of the library.
/// </summary>
public sealed class ClientScoringTests(RunningService service) : IClassFixture<RunningService>
{
    private static readonly string[] Names = ["sky", "grass|meadow", "tree", "house", "water", "cat|kitten=animal"];

    public static TheoryData<string?, float?, float?, float?> Settings => new()
    {
        { null, null, null, null },
        { "wall, road", null, null, null },
        { null, 0.3f, null, null },
        { null, null, 1f, null },
        { "road", 0.2f, 0.8f, 20f },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Labels_AreTheServices(string? background, float? denoising, float? smoothing, float? temperature)
    {
        var photo = await service.SendPhotoAsync(RunningService.Scene(seed: 11, 320, 224));
        string[] away = background is null ? [] : [background];
        var texts = await service.SendAsync("/v1/texts", new { names = Names, background = away });
        var segment = new
        {
            photo = photo.GetProperty("id").GetString(),
            names = Names,
            background = away,
            promptDenoising = denoising,
            keySmoothing = smoothing,
            keySmoothingTemperature = temperature,
            format = "npy",
        };
        using var response = await service.Client.PostAsync(
            "/v1/segment", new StringContent(JsonSerializer.Serialize(segment), null, "application/json"));
        var file = await response.Content.ReadAsByteArrayAsync();
        int width = photo.GetProperty("width").GetInt32(), height = photo.GetProperty("height").GetInt32();
        var expected = MemoryMarshal.Cast<byte, ushort>(file.AsSpan(file.Length - 2 * width * height)).ToArray();

        var client = await ClientScoring.ReadAsync(service.Client, photo, texts);
        var labels = client.Labels(width, height, denoising, smoothing, temperature);

        double same = labels.Zip(expected).Count(pair => pair.First == pair.Second) / (double)labels.Length;
        Assert.True(same >= 0.995, $"{same:P2} of pixels agree");
        Assert.True(expected.Distinct().Count() > 1);
    }

    [Fact]
    public async Task Cosines_AreTheLibrarysWithinHalfPrecision()
    {
        var bytes = RunningService.Scene(seed: 12, 320, 224);
        var photo = await service.SendPhotoAsync(bytes);
        var texts = await service.SendAsync("/v1/texts", new { names = Names });
        var segmenter = await service.Services.GetRequiredService<SegmenterSources>().Default.GetAsync();
        using var features = segmenter.Embed(RgbImage.Load(bytes));
        var classifier = segmenter.Embed(Vocabulary.Parse(Names));

        var client = await ClientScoring.ReadAsync(service.Client, photo, texts);

        int positions = features.GridWidth * features.GridHeight;
        for (int p = 0; p < positions; p++)
        {
            for (int row = 0; row < Names.Length; row++)
            {
                float expected = 0;
                for (int d = 0; d < features.Size; d++)
                    expected += features.Features[p * features.Size + d] * classifier.Embeddings[row * features.Size + d];
                Assert.Equal(expected, client.Scores[row * positions + p], 1e-3f);
            }
        }
    }
}
