using MaskClip.Clip.Quantisation;

namespace MaskClip.Tests.Clip.Quantisation;

public class LayerSelectionTests
{
    // Each layer turns a feature by its own angle; angles add up.
    private static readonly Dictionary<string, double> Angles = new() { ["a"] = 0.01, ["worst"] = 0.2, ["b"] = 0.02, ["bad"] = 0.04 };

    [Fact]
    public void Choose_LayersThatDoDamage_KeepsTheFewestOfTheWorst()
    {
        var choice = Choose(Angles);

        Assert.Equal(["worst"], choice.Kept);
        Assert.Equal(["a", "worst", "b", "bad"], choice.Layers.Select(layer => layer.Layer));
        Assert.Equal(Math.Cos(0.27), choice.CosineOfAll, 1e-4);
        Assert.Equal(Math.Cos(0.07), choice.Cosine, 1e-4);
        Assert.Equal(1 - Math.Cos(0.2), choice.Layers.Single(layer => layer.Kept).Damage, 1e-4);
        Assert.Equal(LayerForm.Float32, choice.FormOf("worst"));
        Assert.Equal(LayerForm.Int8, choice.FormOf("a"));
    }

    [Fact]
    public void Choose_LayersThatDoNone_KeepsNothing()
    {
        var choice = Choose(Angles.ToDictionary(layer => layer.Key, _ => 0.001));

        Assert.Empty(choice.Kept);
        Assert.Equal(choice.CosineOfAll, choice.Cosine);
    }

    [Fact]
    public void Choose_OnlyAllTogetherSuffice_KeepsAll()
    {
        var choice = Choose(Angles.ToDictionary(layer => layer.Key, _ => 1.0));

        Assert.Equal(4, choice.Kept.Count());
        Assert.Equal(1, choice.Cosine);
    }

    [Fact]
    public void Write_ThenRead_IsTheSameChoice()
    {
        var choice = Choose(Angles);
        var path = Path.GetTempFileName();
        using (var stream = File.Create(path)) choice.Write(stream);

        var again = LayerChoice.Read(path);
        File.Delete(path);

        Assert.Equal(choice.Id, again.Id);
        Assert.Equal(choice.Layers, again.Layers);
        Assert.Equal((choice.Samples, choice.Cosine, choice.CosineOfAll), (again.Samples, again.Cosine, again.CosineOfAll));
        Assert.NotEqual(choice.Id, Choose(Angles.ToDictionary(layer => layer.Key, _ => 0.001)).Id);
    }

    private static LayerChoice Choose(Dictionary<string, double> angles) => LayerSelection.Choose("three made up samples", [.. angles.Keys], 3, 2, (_, quantised) =>
    {
        double angle = angles.Where(layer => quantised(layer.Key)).Sum(layer => layer.Value);
        return [(float)Math.Cos(angle), (float)Math.Sin(angle), (float)Math.Cos(angle), (float)-Math.Sin(angle)];
    });
}
