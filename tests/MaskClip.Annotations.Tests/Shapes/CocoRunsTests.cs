using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Tests.Shapes;

/// <summary>COCO's run lengths against pycocotools.</summary>
public sealed class CocoRunsTests
{
    [Fact]
    public void Encode_Strings_AreThoseOfTheOriginal()
    {
        foreach (var one in Golden.Json("coco", "strings.json").EnumerateArray())
        {
            int[] counts = Golden.Ints(one.GetProperty("uncompressed"));
            var text = one.GetProperty("counts").GetString()!;

            Assert.Equal(text, CocoRuns.Encode(counts));
            Assert.Equal(counts, CocoRuns.Decode(text));
        }
    }

    [Fact]
    public void From_EveryMaskAndClass_HasTheOriginalsRunsAreaAndBox()
    {
        foreach (var name in Golden.Masks)
        {
            var mask = Golden.Mask(name);
            foreach (var one in Golden.Json("coco", "components.json").GetProperty(name).GetProperty("classes").EnumerateObject())
            {
                var region = Golden.Region(mask, int.Parse(one.Name, System.Globalization.CultureInfo.InvariantCulture));
                var whole = one.Value.GetProperty("whole");
                int[] counts = Golden.Ints(whole.GetProperty("uncompressed"));

                Assert.Equal(counts, CocoRuns.From(region));
                Assert.Equal(whole.GetProperty("counts").GetString(), CocoRuns.Encode(counts));
                Assert.Equal(whole.GetProperty("area").GetInt64(), region.Area);
                double[] box = [.. whole.GetProperty("bbox").EnumerateArray().Select(side => side.GetDouble())];
                Assert.Equal(box, new double[] { region.Box.X, region.Box.Y, region.Box.Width, region.Box.Height });
                Assert.Equal(region.Runs.ToArray(), CocoRuns.ToMask(mask.Width, mask.Height, counts).Runs.ToArray());
            }
        }
    }

    [Theory]
    [InlineData("components4", Connectivity.Four)]
    [InlineData("components8", Connectivity.Eight)]
    public void Instances_EveryMaskAndClass_AreTheOriginalsComponents(string kind, Connectivity connectivity)
    {
        foreach (var name in Golden.Masks)
        {
            var mask = Golden.Mask(name);
            var parts = LabelShapes.Instances(
                mask.Labels, mask.Width, mask.Height, [], new InstanceOptions { Connectivity = connectivity });
            foreach (var one in Golden.Json("coco", "components.json").GetProperty(name).GetProperty("classes").EnumerateObject())
            {
                int label = int.Parse(one.Name, System.Globalization.CultureInfo.InvariantCulture);
                string?[] expected =
                    [.. one.Value.GetProperty(kind).EnumerateArray().Select(part => part.GetProperty("counts").GetString())];

                Assert.Equal(
                    expected, parts.Where(part => part.Label == label).Select(part => CocoRuns.Encode(CocoRuns.From(part.Mask))));
            }
        }
    }

    [Theory]
    [InlineData("0", "4 are needed")]
    [InlineData("5", "4 are needed")]
    [InlineData("0O5", "0..2147483647")]
    public void ToMask_RunsThatDoNotFit_NameWhatIsNeeded(string text, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() => CocoRuns.ToMask(2, 2, CocoRuns.Decode(text)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u001b")]
    [InlineData("PPP")]
    [InlineData("ooooooooo0")]
    public void Decode_WhatIsNoRunLength_IsRefused(string text) => Assert.Throws<ArgumentException>(() => CocoRuns.Decode(text));
}
