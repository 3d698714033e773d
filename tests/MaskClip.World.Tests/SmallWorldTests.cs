using System.Security.Cryptography;

namespace MaskClip.World.Tests;

public class SmallWorldTests
{
    // Made by this code. They change whenever a seed gives another scene; then SmallWorld.Version must change too.
    private const string MaskChecksum = "1E5FB7C4A770D86980D3AEE9DD7FCE586401B2C016FA59B271FDD18EE11AFEE4";

    private static readonly Dictionary<int, string> Thumbnails = new()
    {
        [0] = "A0E3D4A0E3D4A0E2D4A0E2D4BBE3D27770968482A3BDE6D4CBE1CF5F4676705987D0E7D4CCE4D0B4C1B0BCCAB9D1E8D4",
        [5] = "A27350AD7B55B49746A37451758B767D957F809A7B778D79853F319A5243855B4A989E858A77629D9D828F816A9E9E83",
        [11] = "F6C284F7C386EFBC82F2BD7FA890814141576B5E5EF7C284BFA08589808CA49699EFBA7CFCC88AF8C486EDB87AE7B274",
        [17] = "C3CFCAAEC8DAAECBE3A7C4DBB4AB9DA2A4ADB1CCE4A9C6DE8260599F877DB79992AC908BD1B6B3AC70629A64549B6352",
    };

    [Fact]
    public void Scene_MasksOfManySeeds_AreTheSameOnEveryMachine()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int seed = 0; seed < 24; seed++)
        {
            hash.AppendData(SmallWorld.Scene(seed, WorldSplit.Train, 128, 128).Mask.Indices);
            hash.AppendData(SmallWorld.Scene(seed, WorldSplit.Test, 96, 72).Mask.Indices);
        }

        Assert.Equal(MaskChecksum, Convert.ToHexString(hash.GetHashAndReset()));
    }

    // Skia smooths edges with the processor's own vector instructions, so that single pixels of a picture may differ by a level or two.
    [Fact]
    public void Scene_Pictures_AreTheSameOnEveryMachineWithinTwoLevels()
    {
        foreach (var (seed, expected) in Thumbnails)
        {
            var actual = Thumbnail(SmallWorld.Scene(seed, WorldSplit.Train, 128, 128).Picture);
            var bytes = Convert.FromHexString(expected);
            for (int i = 0; i < bytes.Length; i++)
            {
                Assert.True(
                    Math.Abs(bytes[i] - actual[i]) <= 2,
                    $"scene {seed}, value {i}: {actual[i]} is not {bytes[i]}; all: {Convert.ToHexString(actual)}");
            }
        }
    }

    [Fact]
    public void Scene_OnManyThreads_IsWhatItIsOnOne()
    {
        var alone = Enumerable.Range(0, 16).Select(seed => SmallWorld.Scene(seed, WorldSplit.Test, 64, 64)).ToList();
        var together = new WorldScene[16];
        Parallel.For(
            0,
            16,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i => together[15 - i] = SmallWorld.Scene(15 - i, WorldSplit.Test, 64, 64));
        for (int i = 0; i < 16; i++)
        {
            Assert.Equal(alone[i].Mask.Indices, together[i].Mask.Indices);
            Assert.Equal(alone[i].Picture.Pixels.ToArray(), together[i].Picture.Pixels.ToArray());
            Assert.Equal(alone[i].Objects, together[i].Objects);
            Assert.Equal(alone[i].Caption(3), together[i].Caption(3));
        }
    }

    [Fact]
    public void Scene_OtherSeedOrSplit_IsAnotherScene()
    {
        var masks = Enumerable.Range(0, 40)
            .SelectMany(
                seed => new[] { WorldSplit.Train, WorldSplit.Test },
                (seed, split) => Convert.ToHexString(SHA256.HashData(SmallWorld.Scene(seed, split, 64, 64).Picture.Pixels)));
        Assert.Equal(80, masks.Distinct().Count());
    }

    [Theory]
    [InlineData(32, 32)]
    [InlineData(200, 96)]
    [InlineData(90, 250)]
    public void Scene_AnySize_HasThatSizeAndOneClassAPixel(int width, int height)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var scene = SmallWorld.Scene(seed, WorldSplit.Test, width, height);
            Assert.Equal((width, height), (scene.Picture.Width, scene.Picture.Height));
            Assert.Equal((width, height, width * height), (scene.Mask.Width, scene.Mask.Height, scene.Mask.Indices.Length));
            Assert.All(scene.Mask.Indices, index => Assert.True(index < WorldClasses.Names.Count));
            Assert.Equal(width * height, scene.Objects.Sum(thing => thing.Pixels) + scene.Stuff.Sum(stuff => stuff.Pixels));
        }
    }

    [Fact]
    public void Scene_Objects_AreWhereTheMaskHasThem()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            var scene = SmallWorld.Scene(seed, WorldSplit.Train, 96, 96);
            for (byte index = 0; index < WorldClasses.ThingCount; index++)
            {
                Assert.Equal(
                    scene.Mask.Indices.Count(pixel => pixel == index),
                    scene.Objects.Where(thing => thing.Class == index).Sum(thing => thing.Pixels));
            }

            foreach (var thing in scene.Objects.Where(thing => thing.Pixels > 0))
            {
                Assert.InRange(thing.Visible, 0, 1);
                Assert.InRange(thing.Box.X + thing.Box.Width, 1, 96);
                Assert.InRange(thing.Box.Y + thing.Box.Height, 1, 96);
                for (int y = thing.Box.Y; y < thing.Box.Y + thing.Box.Height; y++)
                {
                    if (scene.Mask.Indices.AsSpan(96 * y + thing.Box.X, thing.Box.Width).Contains(thing.Class)) return;
                }

                Assert.Fail($"scene {seed}: there is no {thing.Name} in its box");
            }
        }
    }

    [Fact]
    public void Palette_Colors_AreAllDifferent()
    {
        var colors = Enumerable.Range(0, WorldClasses.Names.Count).Select(i => WorldClasses.Palette[i]).ToList();
        Assert.Equal(WorldClasses.Names.Count, WorldClasses.Palette.Count);
        Assert.Equal(colors.Count, colors.Distinct().Count());
    }

    /// <summary>Mean red, green, blue of 4 x 4 fields.</summary>
    private static byte[] Thumbnail(RgbImage picture)
    {
        var sums = new int[48];
        for (int at = 0; at < picture.Width * picture.Height; at++)
        {
            int field = at % picture.Width * 4 / picture.Width + 4 * (at / picture.Width * 4 / picture.Height);
            for (int channel = 0; channel < 3; channel++) sums[3 * field + channel] += picture.Pixels[3 * at + channel];
        }

        return [.. sums.Select(sum => (byte)(sum * 16 / (picture.Width * picture.Height)))];
    }
}
