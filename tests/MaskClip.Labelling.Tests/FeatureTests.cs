using MaskClip.Annotations;
using MaskClip.Annotations.Formats;

namespace MaskClip.Labelling.Tests;

/// <summary>
/// Features that were kept: other names without the engine, and labels that hardly differ from those of photos embedded anew.
/// </summary>
public sealed class FeatureTests : IDisposable
{
    private readonly LabelWorkshop at = new();

    public void Dispose() => at.Dispose();

    [Theory]
    [InlineData("--guided-filter=0")]
    [InlineData("--guided-filter=1")]
    public async Task FromFeatures_AreTheLabelsOfPhotosThatAreEmbeddedAnew(string filter)
    {
        at.Draw("photos", 12);
        File.WriteAllText(at.At("photos", "broken.jpg"), "no picture");
        string[] other = ["--model=world-clip", "--prompt=dog,sky,cat,tree", "--background=none", "--threads=1", filter];
        var kept = await at.RunAsync(["photos", .. LabelWorkshop.Names, "--shard-photos=5", "--keep=features", "--output=kept"]);
        var plain = await at.RunAsync(["photos", .. LabelWorkshop.Names, "--shard-photos=5", "--output=plain"]);
        Assert.Equal((3, 3), (kept.Code, plain.Code));
        Assert.Equal(at.Coco("plain"), at.Coco("kept"));

        var direct = await at.RunAsync(["photos", .. other, "--output=direct"]);
        if (filter.EndsWith('0')) Directory.Delete(at.At("photos"), recursive: true); // not even photos are read
        var from = await at.RunAsync(["--from-features=kept", .. other, "--output=from"]);

        Assert.True((direct.Code, from.Code) == (3, 3), from.Error);
        var (one, two) = (Labels("direct"), Labels("from"));
        Assert.Equal(one.Select(photo => photo.Name), two.Select(photo => photo.Name));
        long same = one.Zip(two).Sum(pair => pair.First.Labels.Zip(pair.Second.Labels).LongCount(pixel => pixel.First == pixel.Second));
        Assert.True(same > 0.998 * one.Sum(photo => (double)photo.Labels.Length), $"{same}");
    }

    [Fact]
    public async Task FromFeatures_OfAnotherModelOrMethod_IsRefused()
    {
        at.Draw("photos", 2);
        await at.SucceedAsync(["photos", .. LabelWorkshop.Names, "--keep=features", "--output=kept"]);
        await at.SucceedAsync(["photos", .. LabelWorkshop.Names, "--output=plain"]);

        var method = await at.RunAsync(["--from-features=kept", .. LabelWorkshop.Names, "--method=clip", "--output=out"]);
        var none = await at.RunAsync(["--from-features=plain", .. LabelWorkshop.Names, "--output=out"]);
        var windows = await at.RunAsync(["photos", .. LabelWorkshop.Names, "--keep=features", "--flip", "--output=flipped"]);

        Assert.True(method.Code == 2 && method.Error.Contains("method", StringComparison.Ordinal), method.Error);
        Assert.True(none.Code == 1 && none.Error.Contains("no features", StringComparison.Ordinal), none.Error);
        Assert.True(windows.Code == 2 && windows.Error.Contains("one piece", StringComparison.Ordinal), windows.Error);
    }

    private List<(string Name, ushort[] Labels)> Labels(string job)
    {
        using var reader = AnnotationFormats.Find("coco").Open(at.At(job, "coco", "instances.json"));
        return [.. reader.Read().Select(photo => (photo.Name, photo.ToLabels()))];
    }
}
