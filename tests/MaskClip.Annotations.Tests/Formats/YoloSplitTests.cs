using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Tests.Formats;

/// <summary>Which photos YOLO trains on, and which it validates on.</summary>
public sealed class YoloSplitTests
{
    [Fact]
    public void Photos_AreOnOneSideEach_WhateverTheirOrder()
    {
        string[] names = [.. Enumerable.Range(0, 200).Select(i => $"photo {i}.jpg")];
        var (train, val) = Write(names);
        var (trainAgain, valAgain) = Write([.. names.Reverse(), "another.png"]);

        Assert.Equal(names.Select(name => $"./images/{name}").Order(), train.Concat(val).Order());
        Assert.InRange(val.Length, 25, 55);
        Assert.Equal(train.Order(), trainAgain.Where(name => !name.Contains("another", StringComparison.Ordinal)).Order());
        Assert.Equal(val.Order(), valAgain.Where(name => !name.Contains("another", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void OnePhoto_StandsForBothSides()
    {
        using var folder = new TemporaryFolder();
        WriteTo(folder.Path, ["a.jpg"]);

        string[] lists =
        [
            .. File.ReadLines(Path.Combine(folder.Path, "data.yaml")).Where(line => line.EndsWith(".txt", StringComparison.Ordinal)),
        ];

        Assert.Equal(["train", "val"], lists.Select(line => line.Split(':')[0]));
        var list = Assert.Single(lists.Select(line => line.Split(' ')[1]).Distinct());
        Assert.Equal(["./images/a.jpg"], File.ReadLines(Path.Combine(folder.Path, list)));
    }

    private static (string[] Train, string[] Val) Write(string[] names)
    {
        using var folder = new TemporaryFolder();
        WriteTo(folder.Path, names);
        return (Lines("train.txt"), Lines("val.txt"));

        string[] Lines(string name) => File.ReadAllLines(Path.Combine(folder.Path, name));
    }

    private static void WriteTo(string folder, string[] names)
    {
        using var writer = AnnotationFormats.Find("yolo").Create(folder, new([new(1, "cat")]));
        foreach (var name in names)
            writer.Add(new(name, 6, 4, [new(0, new RegionMask(6, 4, [new(1, 1, 3), new(2, 1, 3)]))]));
        writer.Complete();
    }
}
