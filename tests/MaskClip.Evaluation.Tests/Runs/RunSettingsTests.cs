using System.Text.Json.Nodes;
using MaskClip.Evaluation.Runs;
using MaskClip.Evaluation.Settings;

namespace MaskClip.Evaluation.Tests.Runs;

public sealed class RunSettingsTests
{
    [Fact]
    public void DifferencesTo_SameValues_IsEmpty() => Assert.Empty(Of(("a", 1), ("b", null)).DifferencesTo(Of(("a", 1), ("b", null))));

    [Fact]
    public void DifferencesTo_OtherAddedAndMissing_AreAllNamed()
    {
        var differences = Of(("a", 1), ("b", null), ("c", "x")).DifferencesTo(Of(("a", 2), ("b", true), ("d", "y")));

        Assert.Equal(["a: 1 | 2", "b: off | true", "c: x | off", "d: off | y"], differences.Select(one => one.ToString()));
    }

    [Fact]
    public void DifferencesTo_Lists_ShowWhatIsOnlyInOne()
    {
        var differences = Of(("names", new JsonArray("sky", "tree", "car"))).DifferencesTo(
            Of(("names", new JsonArray("sky", "tree|bush", "car"))));

        var one = Assert.Single(differences);
        Assert.Contains("tree", one.First);
        Assert.Contains("tree|bush", one.Second);
        Assert.DoesNotContain("sky", one.First);
    }

    [Fact]
    public void Add_OptionRecords_HasEveryPropertyThatDecidesFigures()
    {
        var values = new JsonObject();
        OptionValues.Add(
            values, new SegmenterOptions { Photos = new() { Method = "clip", Size = 336 }, Compatibility = Compatibility.Released });
        OptionValues.Add(values, new SegmentationOptions { KeySmoothing = 0.9f });

        Assert.Equal("clip", values["method"]!.GetValue<string>());
        Assert.Equal("released", values["compatibility"]!.GetValue<string>());
        Assert.Equal("336", values["size"]!.ToJsonString());
        Assert.Equal("0.9", values["key-smoothing"]!.ToJsonString());
        Assert.Null(values["prompt-denoising"]);
        string[] machine = ["threads", "pack-weights", "max-photo-memory", "max-photo-time", "cache-folder", "logger", "keys"];
        Type[] parts = [typeof(PhotoOptions), typeof(TextOptions)], all = [typeof(SegmenterOptions), .. parts, typeof(SegmentationOptions)];
        var expected = all.SelectMany(options => options.GetProperties()).Where(property => !parts.Contains(property.PropertyType))
            .Select(property => OptionValues.Name(property.Name)).Except(machine);
        Assert.Equal(expected.Order(), values.Select(one => one.Key).Order());
    }

    [Fact]
    public void ToJson_AndBack_IsTheSame()
    {
        var settings = Of(("a", 1), ("b", null), ("c", new JsonArray("x|y", "ü")));

        Assert.Empty(settings.DifferencesTo(new RunSettings(JsonNode.Parse(settings.ToJson().ToJsonString())!.AsObject())));
    }

    private static RunSettings Of(params (string Name, JsonNode? Value)[] values)
    {
        var json = new JsonObject();
        foreach (var (name, value) in values) json[name] = value;
        return new RunSettings(json);
    }
}
