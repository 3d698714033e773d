using System.Text.RegularExpressions;
using MaskClip.Quantization;

namespace MaskClip.Tests.Clip.Quantization;

public class LayerSelectionTests
{
    private const double Aim = 0.997; // cos(0.07) reaches it, cos(0.27) does not

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
        var choice = Choose(Angles).With(Measured(("first", new(0, 1.1f)), ("first.sum", new(-0.1f, 3e-7f))));
        var path = Path.GetTempFileName();
        using (var stream = File.Create(path)) choice.Write(stream);

        var again = LayerChoice.Read(path);
        File.Delete(path);

        Assert.Equal(choice.Id, again.Id);
        Assert.Equal(choice.Layers, again.Layers);
        Assert.Equal(choice.Measures.Ranges, again.Measures.Ranges);
        Assert.Equal(choice.Measures.Means, again.Measures.Means);
        Assert.NotEqual(choice.Id, choice.With(Measured(("first", new(0, 1.2f)))).Id);
        Assert.Equal((choice.Samples, choice.Cosine, choice.CosineOfAll), (again.Samples, again.Cosine, again.CosineOfAll));
        Assert.NotEqual(choice.Id, Choose(Angles.ToDictionary(layer => layer.Key, _ => 0.001)).Id);
    }

    [Theory]
    [InlineData("[1, 2]")]
    [InlineData("[-2, -1]")]
    [InlineData("[0, 1e39]")]
    [InlineData("[0]")]
    [InlineData("[0, \"1\"]")]
    [InlineData("7")]
    public void Read_RangeThatIsNone_IsRefusedWithItsName(string range)
    {
        var path = Path.GetTempFileName();
        var choice = Choose(Angles).With(Measured(("layer1.0.conv1", new(-1, 1.5f))));
        using (var stream = File.Create(path)) choice.Write(stream);
        var written = File.ReadAllText(path);
        File.WriteAllText(path, Regex.Replace(written, @"\[\s*-1,\s*1.5\s*\]", range));
        Assert.NotEqual(written, File.ReadAllText(path));

        var error = Assert.Throws<CheckpointException>(() => LayerChoice.Read(path));
        File.Delete(path);

        Assert.Contains("layer1.0.conv1", error.Message);
        Assert.Contains(range, error.Message);
    }

    [Theory]
    [InlineData("AAAA")] // three bytes are no number
    [InlineData("AACAfw==")] // infinity
    [InlineData("?")]
    public void Read_MeansThatAreNone_AreRefusedWithTheirLayer(string means)
    {
        var path = Path.GetTempFileName();
        using (var stream = File.Create(path))
            Choose(Angles).With(Measured(("layer1.0.conv1", new(-1, 1.5f)))).Write(stream);
        var written = File.ReadAllText(path);
        File.WriteAllText(path, written.Replace(Convert.ToBase64String(BitConverter.GetBytes(0.25f)), means));
        Assert.NotEqual(written, File.ReadAllText(path));

        var error = Assert.Throws<CheckpointException>(() => LayerChoice.Read(path));
        File.Delete(path);

        Assert.Contains("layer1.0.conv1", error.Message);
    }

    private static MapMeasures Measured(params (string Map, ValueRange Range)[] ranges) =>
        new(ranges.ToDictionary(map => map.Map, map => map.Range), ranges.ToDictionary(map => map.Map, _ => new[] { 0.25f }));

    private static LayerChoice Choose(
        Dictionary<string, double> angles) => LayerSelection.Choose("three made up samples", [.. angles.Keys], 3, 2, Aim, (_, quantized) =>
    {
        double angle = angles.Where(layer => quantized(layer.Key)).Sum(layer => layer.Value);
        return [(float)Math.Cos(angle), (float)Math.Sin(angle), (float)Math.Cos(angle), (float)-Math.Sin(angle)];
    });
}
