using System.Globalization;
using MaskClip.Imaging;

namespace MaskClip.Benchmarks;

/// <summary>
/// What each stage of <c>maskclip segment</c> costs for a photo, one after the other on one thread: processor time and managed memory.
/// </summary>
internal static class StageRun
{
    private const int Side = 640, Size = 512, Photos = 40;

    /// <summary>Prints a Markdown table: medians over photos.</summary>
    /// <param name="model">A model's name or path.</param>
    public static void Print(string model)
    {
        var folder = Directory.CreateTempSubdirectory("maskclip-stages-").FullName;
        using var segmenter = Segmenter.Load(
            model,
            new()
            {
                Photos = new() { Size = Size, Keys = false },
                Texts = new() { Templates = PromptTemplates.Simple },
                Threads = 1,
                CacheFolder = RandomModel.Folder,
            });
        var text = segmenter.Embed(Vocabulary.Resolve("voc"));
        var paths = new DrawnPhotos(Side, Side).Write(folder, 0, Photos);
        using var memory = new MemoryStream(4 << 20);
        var stages = new Dictionary<string, List<(double Milliseconds, long Bytes)>>();
        for (int i = -5; i < Photos; i++)
        {
            if (i == 0) stages.Clear();
            One(paths[Math.Max(i, 0)]);
        }

        Console.WriteLine(
            $"{segmenter.Source.DisplayName}, {Side}x{Side} JPEGs at {Size}x{Size}, {text.Vocabulary.Classes.Count} names, one thread, " +
            $"medians over {Photos} photos");
        Console.WriteLine("| stage | processor ms | kB allocated |");
        Console.WriteLine("|---|---|---|");
        foreach (var (name, figures) in stages)
        {
            double milliseconds = figures.Select(one => one.Milliseconds).Order().ElementAt(figures.Count / 2);
            double bytes = figures.Select(one => one.Bytes).Order().ElementAt(figures.Count / 2);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {milliseconds:0.00} | {bytes / 1e3:0.0} |"));
        }

        Directory.Delete(folder, recursive: true);

        void One(string path)
        {
            var photo = Measure("decode JPEG", () => RgbImage.Load(path));
            using var work = Measure("resize", () => segmenter.Prepare(photo, text, new()));
            Measure("embed (normalize, engine)", () =>
            {
                work.Embed(null, CancellationToken.None);
                return 0;
            });
            var result = Measure("score, argmax", () => work.Label(default, CancellationToken.None));
            var overlay = Measure("overlay: draw", () => Overlay.Rent(photo, result));
            using (overlay) Measure("overlay: encode PNG", () =>
            {
                PngWriter.Write(memory, overlay.Width, overlay.Height, overlay.Pixels);
                return memory.Length;
            });
            memory.SetLength(0);
            Measure("mask: encode PNG", () =>
            {
                LabelMask.Save(result, memory);
                return memory.Length;
            });
            memory.SetLength(0);
            foreach (var writer in SegmentationWriters.Parse("overlay,mask,json"))
                Measure($"{writer.Name}: whole file", () => writer.Write(photo, result, folder, "out"));
        }

        T Measure<T>(string name, Func<T> stage)
        {
            if (!stages.TryGetValue(name, out var figures)) stages[name] = figures = [];
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            var before = Environment.CpuUsage.TotalTime;
            var value = stage();
            figures.Add(((Environment.CpuUsage.TotalTime - before).TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - bytes));
            return value;
        }
    }
}
