using System.Text.Json;
using MaskClip.Imaging;
using MaskClip.World.Files;
using MaskClip.World.Scenes;

namespace MaskClip.World.Tests;

public sealed class WorldFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-world-").FullName;
    private readonly SceneOrder order = new(12, 4, WorldSplit.Test, 48, 40, 3);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Draw_EmptyFolder_WritesPicturesMasksAndTables()
    {
        Assert.Equal(12, Draw(order));

        for (int i = 0; i < 12; i++)
        {
            var scene = SmallWorld.Scene(order.Seed(i), WorldSplit.Test, 48, 40);
            Assert.Equal(scene.Picture.Pixels.ToArray(), RgbImage.Load(At("images", $"{i:000000}.png")).Pixels.ToArray());
            var mask = IndexedPng.Read(At("masks", $"{i:000000}.png"));
            Assert.Equal(scene.Mask.Indices, mask.Indices);
            Assert.Equal(WorldClasses.PaletteBytes, mask.Palette[..WorldClasses.PaletteBytes.Length]);
        }

        Assert.Equal(WorldClasses.Names, Lines("classes.txt"));
        Assert.Equal(WorldClasses.Names.Count + 1, Lines("classes.tsv").Length);
        Assert.Equal(HeldOut.All.Count() + 1, Lines("held-out.tsv").Length);
        Assert.Equal(13, Lines("manifest.tsv").Length);
        Assert.Equal(
            ["file\tcaption", $"images/000000.png\t{SmallWorld.Scene(order.Seed(0), WorldSplit.Test, 48, 40).Caption(0)}"],
            Lines("captions.tsv")[..2]);
        Assert.Empty(Directory.GetFiles(folder, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Draw_Manifest_TellsOfEveryThing()
    {
        Draw(order);

        var lines = Lines("manifest.jsonl");
        Assert.Equal(12, lines.Length);
        for (int i = 0; i < 12; i++)
        {
            var scene = SmallWorld.Scene(order.Seed(i), WorldSplit.Test, 48, 40);
            using var json = JsonDocument.Parse(lines[i]);
            Assert.Equal($"{i:000000}", json.RootElement.GetProperty("id").GetString());
            Assert.Equal(order.Seed(i), json.RootElement.GetProperty("seed").GetInt64());
            Assert.Equal(3, json.RootElement.GetProperty("captions").GetArrayLength());
            var things = json.RootElement.GetProperty("things").EnumerateArray().ToList();
            Assert.Equal(scene.Objects.Select(thing => (thing.Name, thing.HeldOut, thing.Pixels)), things.Select(thing =>
                (
                    thing.GetProperty("class").GetString()!,
                    thing.GetProperty("held_out").GetBoolean(),
                    thing.GetProperty("pixels").GetInt32())));
        }
    }

    [Fact]
    public void Draw_Again_KeepsFinishedScenesAndDrawsWhatIsMissing()
    {
        Draw(order);
        var before = Snapshot();
        File.Delete(At("images", "000003.png"));
        File.Delete(At("masks", "000007.png"));
        File.SetLastWriteTimeUtc(At("images", "000005.png"), DateTime.UnixEpoch);

        Assert.Equal(2, Draw(order));

        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(At("images", "000005.png")));
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void Draw_More_KeepsTheFirst()
    {
        Draw(order);
        Assert.Equal(5, Draw(order with { Count = 17 }));
        Assert.Equal(17, Lines("manifest.jsonl").Length);
        Assert.Equal(Enumerable.Range(0, 17).Select(i => $"{i:000000}"), Lines("manifest.tsv").Skip(1).Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public void Draw_AfterACrash_PassesOverTheHalfWrittenLine()
    {
        Draw(order);
        var before = Snapshot();
        var lines = File.ReadAllBytes(At("manifest.jsonl"));
        File.WriteAllBytes(At("manifest.jsonl"), lines[..^40]);

        Assert.Equal(1, Draw(order));

        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void Draw_Cancelled_LeavesWhatIsFinished()
    {
        using var source = new CancellationTokenSource();
        int drawn = 0;
        Assert.Throws<OperationCanceledException>(() => WorldFolder.Draw(folder, order with { Count = 400 }, _ =>
        {
            if (++drawn == 5) source.Cancel();
        }, source.Token));

        int finished = Lines("manifest.jsonl").Length;
        Assert.InRange(finished, 5, 200);
        Assert.Equal(40 - finished, Draw(order with { Count = 40 }, atLeast: finished));
    }

    [Theory]
    [InlineData(5, 48, 3, "train")]
    [InlineData(4, 64, 3, "test")]
    [InlineData(4, 48, 2, "test")]
    public void Draw_OtherSettings_AreRefused(int seed, int width, int captions, string split)
    {
        Draw(order);
        var other = new SceneOrder(12, seed, split == "test" ? WorldSplit.Test : WorldSplit.Train, width, 40, captions);
        var error = Assert.Throws<OptionsException>(() => Draw(other));
        Assert.Contains("holds scenes of seed 4, split test, 48x40, 3 captions", error.Message);
    }

    private int Draw(SceneOrder wanted, int atLeast = 0)
    {
        int drawn = 0, kept = 0;
        WorldFolder.Draw(folder, wanted, now => _ = now ? drawn++ : kept++, TestContext.Current.CancellationToken);
        Assert.Equal(wanted.Count, drawn + kept);
        Assert.True(kept >= Math.Min(atLeast, wanted.Count) - 1);
        return drawn;
    }

    private string At(params string[] parts) => Path.Combine([folder, .. parts]);

    private string[] Lines(string name) => File.ReadAllLines(At(name));

    private Dictionary<string, string> Snapshot() => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(
            path => Path.GetRelativePath(folder, path),
            path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));
}
