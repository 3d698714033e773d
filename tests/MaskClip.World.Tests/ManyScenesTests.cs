using MaskClip.World.Drawing;
using MaskClip.World.Scenes;
using MaskClip.World.Things;

namespace MaskClip.World.Tests;

public class ManyScenesTests
{
    [Fact]
    public void Classes_In500Scenes_AllOccurOftenAndLargeEnough()
    {
        var photos = new int[WorldClasses.Names.Count];
        var pixels = new long[WorldClasses.Names.Count];
        foreach (var scene in ManyScenes.Test)
        {
            var counts = scene.Mask.Indices.CountBy(index => index);
            foreach (var (index, count) in counts)
            {
                pixels[index] += count;
                if (count >= 64) photos[index]++;
            }
        }

        for (int i = 0; i < photos.Length; i++)
        {
            Assert.True(photos[i] >= 0.02 * ManyScenes.Count, $"{WorldClasses.Names[i]}: in {photos[i]} scenes");
            Assert.True(
                pixels[i] >= 0.001 * ManyScenes.Count * ManyScenes.Size * ManyScenes.Size, $"{WorldClasses.Names[i]}: {pixels[i]} pixels");
        }
    }

    [Fact]
    public void Things_MostAreAtLeastThreePatchesOf8Square()
    {
        var visible = ManyScenes.Train.SelectMany(scene => scene.Objects).Where(thing => thing.Visible > 0.8f).ToList();
        int large = visible.Count(thing => thing.Pixels >= 400);
        Assert.InRange(large / (double)visible.Count, 0.75, 0.99);
    }

    [Fact]
    public void Things_SomeAreHiddenInPartAndFewWholly()
    {
        var shares = ManyScenes.Train.SelectMany(scene => scene.Objects).Select(thing => thing.Visible).ToList();
        Assert.InRange(shares.Count(share => share < 0.95f) / (double)shares.Count, 0.1, 0.45);
        Assert.InRange(shares.Count(share => share < 0.2f) / (double)shares.Count, 0, 0.06);
    }

    [Fact]
    public void Train_Things_HaveNoHeldOutCombination() =>
        Assert.DoesNotContain(
            ManyScenes.Train.SelectMany(scene => scene.Objects), thing => thing.HeldOut || HeldOut.Has(thing.Color, thing.Name));

    [Fact]
    public void Test_Things_HaveHeldOutCombinationsAtTheKnownRate()
    {
        var names = HeldOut.All.Select(pair => pair.Thing).ToHashSet();
        var able = ManyScenes.Test.SelectMany(scene => scene.Objects).Where(thing => names.Contains(thing.Name)).ToList();
        Assert.InRange(able.Count(thing => thing.HeldOut) / (double)able.Count, HeldOut.Share - 0.05, HeldOut.Share + 0.05);
    }

    [Fact]
    public void Train_BothPartsOfHeldOutCombinations_AreCommonOnTheirOwn()
    {
        var things = ManyScenes.Train.SelectMany(scene => scene.Objects).ToList();
        foreach (var (color, thing) in HeldOut.All)
        {
            Assert.True(things.Count(other => other.Color == color) > 40, $"few things are {color}");
            Assert.True(things.Count(other => other.Name == thing) > 15, $"there are few of '{thing}'");
        }
    }

    [Fact]
    public void HeldOut_Combinations_AreOfThingsThatCouldHaveThem()
    {
        foreach (var (color, name) in HeldOut.All)
        {
            var thing = AllThings.List.Single(thing => thing.Name == name);
            Assert.True(thing.ColorIsSaid && (thing.AnyColor || thing.UsualColors.Contains(color)), $"{color} {name}");
            Assert.Contains(thing.UsualColors, other => other != color);
        }
    }

    [Fact]
    public void Colors_OfThings_LookLikeTheirNames()
    {
        foreach (var name in Colors.All)
        {
            for (int seed = 0; seed < 50; seed++)
            {
                var nearest = Colors.All.MinBy(other => Distance(Colors.Of(other, new Dice(9)), Colors.Of(name, new Dice((ulong)seed))));
                Assert.Equal(name, nearest);
            }
        }

        static int Distance(SkiaSharp.SKColor a, SkiaSharp.SKColor b) =>
            (a.Red - b.Red) * (a.Red - b.Red) + (a.Green - b.Green) * (a.Green - b.Green) + (a.Blue - b.Blue) * (a.Blue - b.Blue);
    }
}
