using System.Text.Json.Nodes;
using MaskClip.Evaluation.Tests.Datasets;

namespace MaskClip.Evaluation.Tests.Runs;

/// <summary>Templates that an evaluation chooses by its own photos.</summary>
public sealed class ChosenTemplatesTests : IDisposable
{
    private readonly DatasetFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Choice_IsAmongTheSettings_AndPhotosThatCannotBeReadCostItNothing()
    {
        folder.Text("names.txt", "sky\ngrass\nhouse\n");
        foreach (var name in new[] { "one", "two" })
            folder.Photo($"images/{name}.png", 300, 200).Mask($"masks/{name}.png", 300, 200, [0, 1, 2]);
        folder.Text("images/broken.png", "no photo").Mask("masks/broken.png", 300, 200, [0, 1, 2]);
        using var model = Segmenter.Load(
            "world-clip",
            new()
            {
                Photos = new() { Size = 96 },
                Texts = new() { Templates = PromptTemplates.ImageNet },
                CacheFolder = folder.At("cache"),
            });

        var chosen = new Evaluator(model, SegmentationDataset.Open(folder.Root), new() { Templates = new() { Count = 2 } });
        var report = await chosen.RunAsync(folder.At("run"), cancellationToken: TestContext.Current.CancellationToken);

        var settings = JsonNode.Parse(report.ToSummary())!["settings"]!;
        Assert.Equal(2, settings["template-photos"]!.GetValue<int>());
        var templates = settings["chosen-templates"]!.AsArray().Select(one => one!.GetValue<string>()).ToArray();
        Assert.Equal(["sky", "grass", "house"], templates.Select(one => one.Split(':')[0]));
        Assert.All(templates, one => Assert.InRange(one.Split('|').Length, 1, 2));
        Assert.Equal("broken", Assert.Single(report.Dataset.Failed).Id);
    }
}
