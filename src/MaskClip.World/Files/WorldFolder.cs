using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using MaskClip.Imaging;
using MaskClip.Storage;
using MaskClip.World.Drawing;
using MaskClip.World.Grammar;
using MaskClip.World.Scenes;
using MaskClip.World.Words;

namespace MaskClip.World.Files;

/// <summary>Draws scenes into a folder: <c>images/</c>, <c>masks/</c>, manifest, captions, classes. What is there is kept.</summary>
public static class WorldFolder
{
    /// <summary>The table of a folder's scenes: what makes a folder one of scenes that were drawn to the end.</summary>
    public const string TableName = SceneManifest.TableName;

    /// <summary>Whether a folder holds scenes that were drawn to the end.</summary>
    /// <param name="folder">The folder; it need not be there.</param>
    public static bool IsIn(string folder) => SceneManifest.IsIn(folder);

    /// <summary>Draws the scenes that are not there yet, on all processors.</summary>
    /// <param name="folder">The folder; created.</param>
    /// <param name="order">What it is to hold.</param>
    /// <param name="report">Called for each scene, from one thread at a time: whether it was drawn now (not kept).</param>
    /// <param name="cancellationToken">Stops between two scenes; what is finished stays and is kept next time.</param>
    /// <exception cref="ArgumentException">The folder holds other scenes.</exception>
    public static void Draw(string folder, SceneOrder order, Action<bool> report, CancellationToken cancellationToken)
    {
        using var manifest = new SceneManifest(folder, order);
        string images = Path.Combine(folder, "images"), masks = Path.Combine(folder, "masks");
        Directory.CreateDirectory(images);
        Directory.CreateDirectory(masks);
        WriteClasses(folder);
        var gate = new Lock();
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        try
        {
            Parallel.ForEach(InOrder(order.Count), options, index =>
            {
                bool drawn = DrawOne(index);
                lock (gate) report(drawn);
            });
        }
        catch (AggregateException errors)
        {
            // One full disk fails on every thread; the first says it all.
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }

        manifest.Finish();

        bool DrawOne(int index)
        {
            var id = SceneOrder.Id(index);
            string image = Path.Combine(images, $"{id}.png"), mask = Path.Combine(masks, $"{id}.png");
            if (manifest.Has(id) && File.Exists(image) && File.Exists(mask)) return false;
            var scene = SmallWorld.Scene(order.Seed(index), order.Split, order.Width, order.Height);
            AtomicFile.WriteAllBytes(mask, IndexedPng.Encode(scene.Mask));
            scene.Picture.SavePng(image);
            manifest.Add(id, SceneLine.Write(id, scene, order.Captions));
            return true;
        }
    }

    /// <summary>Hands out numbers one by one: an interrupted folder holds the first scenes, not some of everywhere.</summary>
    private static OrderablePartitioner<int> InOrder(int count) =>
        Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering);

    /// <summary><c>classes.txt</c>: names. <c>classes.tsv</c>: all about them. <c>held-out.tsv</c>: what training never sees.</summary>
    private static void WriteClasses(string folder)
    {
        var table = new List<string> { "index\tname\tkind\tcolour\tseen\tunseen" };
        for (int i = 0; i < WorldClasses.Names.Count; i++)
        {
            var entry = Lexicon.Of(i);
            var (red, green, blue) = WorldClasses.Palette[i];
            var kind = i < WorldClasses.ThingCount ? "thing" : "stuff";
            var seen = string.Join('|', entry.Seen.Select(noun => noun.One));
            var unseen = string.Join('|', entry.Unseen.Select(name => $"{name.Name} ({name.Kinship.ToString().ToLowerInvariant()})"));
            table.Add($"{i}\t{entry.Name}\t{kind}\t#{red:x2}{green:x2}{blue:x2}\t{seen}\t{unseen}");
        }

        Write("classes.txt", WorldClasses.Names);
        Write("classes.tsv", table);
        Write("held-out.tsv", ["colour\tthing", .. HeldOut.All.Select(pair => $"{Word(pair.Color)}\t{pair.Thing}")]);

        void Write(string name, IEnumerable<string> lines) =>
            AtomicFile.WriteAllText(Path.Combine(folder, name), string.Join('\n', lines) + "\n");
    }

    private static string Word(ColorName color) => color.ToString().ToLowerInvariant();
}
