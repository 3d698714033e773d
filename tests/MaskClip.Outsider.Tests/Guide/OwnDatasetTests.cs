using MaskClip.Evaluation;

namespace MaskClip.Outsider.Tests.Guide;

/// <summary>docs/library.md: a data set of one's own, evaluated, interrupted, resumed, refused.</summary>
public sealed class OwnDatasetTests : IDisposable
{
    private static readonly Vocabulary Names = Vocabulary.Parse(["sky", "mountain", "water", "grass"]);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("maskclip-own-data-");
    private readonly Segmenter segmenter = Segmenter.Load("world-clip", new SegmenterOptions { Threads = 1 });

    public void Dispose()
    {
        segmenter.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Example_ModelAgainstItsOwnMasks_IsPerfect()
    {
        foreach (var path in Directory.GetFiles("photos", "?.png").Order().Take(2))
        {
            var labels = segmenter.Segment(RgbImage.Load(path), segmenter.Embed(Names)).Labels.ToArray();
            File.WriteAllBytes(Path.ChangeExtension(path, ".labels"), [.. labels.Select(label => (byte)label)]);
        }

        var vocabulary = Vocabulary.Parse(["sky", "mountain", "water", "grass"]);
        string[] paths = ["photos/1.png", "photos/2.png"];
        var dataset = SegmentationDataset.From("postcards", vocabulary, paths.Select(path => new LabeledPhoto(
            id: Path.GetFileNameWithoutExtension(path),
            readPhoto: () => RgbImage.Load(path),
            readTruth: () => ReadTruth(path))
        {
            PhotoPath = path,
        }));

        EvaluationReport report = await new Evaluator(segmenter, dataset).RunAsync("evaluation");
        Console.WriteLine($"mIoU {report.Metrics.MeanIoU.Value:P1} over {report.Dataset.Photos} photos");
        report.Save("evaluation/report.json");

        static LabelMap ReadTruth(string path)
        {
            var photo = RgbImage.Load(path);
            byte[] labels = File.ReadAllBytes(Path.ChangeExtension(path, ".labels"));   // a class index for each pixel, 255 for none
            return new LabelMap(photo.Width, photo.Height, [.. labels.Select(label => label == 255 ? Segmentation.Ignore : label)]);
        }

        Assert.Equal(1, report.Metrics.MeanIoU.Value, 1e-9);
        Assert.Equal(("postcards", "own", 2), (report.Dataset.Name, report.Dataset.Layout, report.Dataset.Photos));
        Assert.Equal(1, EvaluationReport.Load("evaluation/report.json").Metrics.MeanIoU.Value, 1e-9);
    }

    [Fact]
    public async Task Run_WrongMasks_LowersTheFigureAndNamesWhatFailed()
    {
        var dataset = SegmentationDataset.From("mixed", Names, [
            Drawn("right"),
            new LabeledPhoto("sky-only", Picture, () => new LabelMap(128, 96, [.. Enumerable.Repeat((byte)0, 128 * 96)])),
            new LabeledPhoto("small-mask", Picture, () => new LabelMap(2, 2, [0, 0, 0, 0])),
            new LabeledPhoto("label-4", Picture, () => new LabelMap(128, 96, [.. Enumerable.Repeat((byte)4, 128 * 96)])),
            new LabeledPhoto("short", Picture, () => new LabelMap(128, 96, [0])),
            new LabeledPhoto("gone", () => throw new IOException("The disk is away."), () => Truth()),
        ]);

        var report = await new Evaluator(segmenter, dataset).RunAsync(folder.FullName, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(2, report.Dataset.Photos);
        Assert.InRange(report.Metrics.MeanIoU.Value, 0.05, 0.95);
        Assert.Equal(["gone", "label-4", "short", "small-mask"], report.Dataset.Failed.Select(photo => photo.Id));
        Assert.Contains("The disk is away", report.Dataset.Failed[0].Error);
        Assert.Contains("label 4; class indices 0..3 and", report.Dataset.Failed[1].Error);
        Assert.Contains("128x96 and has 1 labels", report.Dataset.Failed[2].Error);
        Assert.Contains("mask is 2x2, its photo 128x96", report.Dataset.Failed[3].Error);
    }

    [Fact]
    public async Task Run_Interrupted_GoesOnWithoutReadingTheFirstAgain()
    {
        int reads = 0;
        var dataset = SegmentationDataset.From("many", Names, Enumerable.Range(0, 12).Select(i => new LabeledPhoto($"{i:00}", Counted, Truth)), version: "1");
        using var stop = new CancellationTokenSource();
        var first = new Seen(_ => stop.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Evaluator(segmenter, dataset).RunAsync(folder.FullName, progress: first, cancellationToken: stop.Token));
        int before = reads;

        var second = new Seen(_ => { });
        var report = await new Evaluator(segmenter, dataset).RunAsync(folder.FullName, resume: true, second, TestContext.Current.CancellationToken);

        int kept = second.Photos.Count(photo => photo.FromJournal);
        Assert.InRange(kept, 1, 11);
        Assert.Equal(12, report.Dataset.Photos);
        Assert.Equal(12 - kept, reads - before);

        RgbImage Counted()
        {
            Interlocked.Increment(ref reads);
            return Picture();
        }
    }

    [Fact]
    public async Task Run_ResumedWithOtherContent_IsRefusedByName()
    {
        var token = TestContext.Current.CancellationToken;
        var file = Path.Combine(folder.FullName, "photo.png");
        Picture().SavePng(file);
        SegmentationDataset Of(string version) => SegmentationDataset.From("one", Names, [Drawn("a") with { PhotoPath = file }], version);
        await new Evaluator(segmenter, Of("1")).RunAsync(folder.FullName, cancellationToken: token);

        var other = await Assert.ThrowsAsync<OptionsException>(() => new Evaluator(segmenter, Of("2")).RunAsync(folder.FullName, resume: true, cancellationToken: token));
        File.AppendAllText(file, "more");
        var changed = await Assert.ThrowsAsync<OptionsException>(() => new Evaluator(segmenter, Of("1")).RunAsync(folder.FullName, resume: true, cancellationToken: token));

        Assert.Contains("data-version was 1 and is 2", other.Message);
        Assert.Contains("photo.png has changed", changed.Message);
    }

    [Fact]
    public void From_WhatCannotBe_IsRefusedByName()
    {
        Assert.Contains("have the id 'a'", Assert.Throws<ArgumentException>(() => SegmentationDataset.From("twins", Names, [Drawn("a"), Drawn("a")])).Message);
        Assert.Throws<ArgumentException>(() => SegmentationDataset.From(" ", Names, [Drawn("a")]));
        Assert.Contains("control characters", Assert.Throws<ArgumentException>(() => Drawn("a\nb")).Message);
        Assert.Contains("'empty' has no photo", Assert.Throws<OptionsException>(() => new Evaluator(segmenter, SegmentationDataset.From("empty", Names, []))).Message);
        var error = Assert.Throws<DatasetException>(() => SegmentationDataset.From("none", Names, [new("a", Picture, () => null!)]) is var dataset
            ? dataset.ReadTruth(dataset.Photos[0]) : null);
        Assert.Contains("a: The function that reads the mask gave none", error.Message);
    }

    [Fact]
    public void ReadTruth_GivesACopy()
    {
        var held = Truth();
        var dataset = SegmentationDataset.From("held", Names, [new("a", Picture, () => held)]);

        var read = dataset.ReadTruth(dataset.Photos[0]);

        Assert.Equal(held.Labels, read.Labels);
        Assert.NotSame(held.Labels, read.Labels);
    }

    private static RgbImage Picture() => SamplePostcard.Draw(128, 96);

    private LabelMap Truth() => new(128, 96, segmenter.Segment(Picture(), segmenter.Embed(Names)).Labels.ToArray());

    private LabeledPhoto Drawn(string id) => new(id, Picture, Truth);

    private sealed class Seen(Action<EvaluatedPhoto> then) : IProgress<EvaluatedPhoto>
    {
        public List<EvaluatedPhoto> Photos { get; } = [];

        public void Report(EvaluatedPhoto value)
        {
            Photos.Add(value);
            then(value);
        }
    }
}
