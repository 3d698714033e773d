using MaskClip.Training.Bridge;
using MaskClip.Training.Bridge.Optimization;
using MaskClip.Training.Bridge.SelfTraining;
using MaskClip.Training.Contrastive.Pairs;

namespace MaskClip.Training.Tests.Bridge;

public sealed class BridgeRunTests(BridgeHome home) : IClassFixture<BridgeHome>
{
    private static readonly string[] Files = ["metrics.csv", "checkpoint.safetensors", "bridge.safetensors", "MODEL_CARD.md"];

    [Fact]
    public void Resume_AfterAKill_GivesTheNumbersOfAnUninterruptedRun()
    {
        BridgeTrainer.Run(home.Run("whole"));
        foreach (int step in new[] { 3, 5, 8 }) // within the first training, at its end, within the round
        {
            var options = home.Run($"killed-{step}");
            Assert.Throws<TimeoutException>(() =>
                BridgeTrainer.Run(options, new Watch(value =>
                Interrupt(value.Work == BridgeWork.Training && value.Last is not null && value.Done == step))));
            BridgeTrainer.Run(options with { Resume = true });
            foreach (var file in Files) AssertSame(File.ReadAllBytes(home.At("whole", file)),
                File.ReadAllBytes(home.At($"killed-{step}", file)), file, $"killed-{step}");
        }

        var other = home.Run("whole") with { Resume = true, Seed = 8 };
        Assert.Contains("seed was 3, now 8", Assert.Throws<OptionsException>(() => BridgeTrainer.Run(other)).Message);
        Assert.Contains("already holds a run",
            Assert.Throws<InvalidOperationException>(() => BridgeTrainer.Run(home.Run("whole"))).Message);
        var card = File.ReadAllText(home.At("whole", "MODEL_CARD.md"));
        BridgeTrainer.Run(home.Run("whole") with { Resume = true }); // it is done: nothing changes
        Assert.Equal(card, File.ReadAllText(home.At("whole", "MODEL_CARD.md")));
        Assert.Equal(1 + 9, File.ReadAllLines(home.At("whole", "metrics.csv")).Length);
    }

    [Fact]
    public void Features_OfARunThatWasKilled_AreTakenUp_AndAreThoseOfAnUninterruptedOne()
    {
        var whole = home.Run("features-whole") with { Features = home.At("features-whole", "kept") };
        BridgeTrainer.Run(whole);
        var killed = whole with { Output = home.At("features-killed"), Features = home.At("features-killed", "kept") };
        Assert.Throws<TimeoutException>(() =>
            BridgeTrainer.Run(killed, new Watch(value => Interrupt(value.Work == BridgeWork.Features && value.Done == 30))));
        Assert.Single(Directory.GetFiles(killed.Features!));
        int found = 0;
        BridgeTrainer.Run(killed, new Watch(value => found = value.Work == BridgeWork.Features ? Math.Max(found, value.Found) : found));
        Assert.Equal(16, found);
        string[] names = [.. Directory.GetFiles(whole.Features!).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        Assert.Equal(names, Directory.GetFiles(killed.Features!).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Equal(3 + 1, names.Length); // 40 photos of which 16 are in a file, and positions
        foreach (var name in names) AssertSame(File.ReadAllBytes(Path.Combine(whole.Features!, name)),
            File.ReadAllBytes(Path.Combine(killed.Features!, name)), name, "killed");
    }

    [Fact]
    public void APhotoThatCannotBeRead_IsSkippedAndNamed()
    {
        Directory.CreateDirectory(home.At("broken"));
        for (int i = 0; i < 4; i++) File.Copy(home.At("photos", $"{i}.png"), home.At("broken", $"{i}.png"));
        File.WriteAllText(home.At("broken", "2.png"), "no picture");
        File.WriteAllText(home.At("broken", "tags.tsv"), "0.png\tgrass, sand\n1.png\tgrass, brick\n2.png\tgrass\n3.png\tsand\n");
        var notes = new List<string>();
        var options = home.Run("broken-run") with
        {
            Photos = [new PhotoSource(FolderPairs.Open(home.At("broken"), "tags.tsv"), AreTags: true)],
            SelfTraining = new PositionOptions { Rounds = 0 },
        };
        BridgeTrainer.Run(options, new Watch(value => notes.AddRange(value.Note is { } note ? [note] : [])));
        Assert.Contains(notes, note => note.Contains("2.png is left out", StringComparison.Ordinal));
        Assert.Contains("3 photos are learned from, 1 could not be read, 0 have none of the words", notes);
        Assert.Contains("2.png: ", File.ReadAllText(Path.Combine(options.Output, "MODEL_CARD.md")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void AFewPhotosWithTags_TeachATinyNetworkToSegmentOthers(int rounds)
    {
        var options = home.Run($"learned-{rounds}") with
        {
            Optimization = new MapOptimization { Steps = 120, Batch = 20, LearningRate = 1e-2 },
            SelfTraining = new PositionOptions { Rounds = rounds, Steps = 60, Photos = 20, Batch = 5, Positions = 100 },
        };
        BridgeTrainer.Run(options);
        using var segmenter = Segmenter.Load(options.Output,
            new SegmenterOptions { Photos = new() { Size = 96 }, CacheFolder = home.At("cache"), Threads = 1 });
        var things = DrawnScenes.Vocabulary.Classes.Skip(1).Select(one => one.Name).ToArray();
        var names = segmenter.Embed(Vocabulary.Parse(things), cancellationToken: TestContext.Current.CancellationToken);
        long[] seen = new long[things.Length], right = new long[things.Length];
        foreach (var photo in DrawnScenes.Draw(12, seed: 2))
        {
            var truth = photo.LoadTruth!().Labels;
            var labels = segmenter.Segment(photo.Load(), names, cancellationToken: TestContext.Current.CancellationToken).Labels;
            for (int i = 0; i < truth.Length; i++)
            {
                if (truth[i] == 0) continue;
                seen[truth[i] - 1]++;
                if (labels[i] == truth[i] - 1) right[truth[i] - 1]++;
            }
        }

        double[] recalls = [.. seen.Zip(right, (all, own) => (double)own / all)];
        Assert.True(recalls.Average() > 0.5, $"recalls {string.Join(", ", recalls.Select(one => one.ToString("0.00")))}; chance is 0.33");
    }

    private static void AssertSame(byte[] expected, byte[] actual, string file, string run) =>
        Assert.True(expected.AsSpan().SequenceEqual(actual) || file == "MODEL_CARD.md" && Card(expected) == Card(actual),
            $"{file} of {run} differs");

    // The card begins with the run's name.
    private static string Card(byte[] card) => string.Join('\n', System.Text.Encoding.UTF8.GetString(card).Split('\n').Skip(1));

    private static void Interrupt(bool now)
    {
        if (now) throw new TimeoutException();
    }

    private sealed class Watch(Action<BridgeProgress> report) : IProgress<BridgeProgress>
    {
        public void Report(BridgeProgress value) => report(value);
    }
}
