namespace MaskClip.Evaluation.Tests.Reports;

public sealed class EvaluationReportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-report-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Load_WhatWasSaved_SavesTheSameBytes()
    {
        var report = TestReport.Of(TestReport.Photos(4, 3)) with
        {
            Corruptions = [new CorruptionCell(Corruption.JpegCompression, 3, 4, new Interval(0.5, 0.25, double.NaN))],
        };
        report.Save(Path.Combine(folder, "a.json"));

        var loaded = EvaluationReport.Load(Path.Combine(folder, "a.json"));
        loaded.Save(Path.Combine(folder, "b.json"));

        Assert.Equal(File.ReadAllText(Path.Combine(folder, "a.json")), File.ReadAllText(Path.Combine(folder, "b.json")));
        Assert.Equal(report.Metrics.MeanIoU, loaded.Metrics.MeanIoU);
        Assert.Equal(Corruption.JpegCompression, loaded.Corruptions[0].Kind);
        Assert.True(double.IsNaN(loaded.Corruptions[0].MeanIoU.High));
        Assert.Equal(report.Photos[3].Confusion, loaded.Photos[3].Confusion);
    }

    [Fact]
    public void Save_ClassThatNeverOccurs_HasNullFiguresAndOneLineAPhoto()
    {
        var path = Path.Combine(folder, "report.json");
        TestReport.Of(TestReport.Photos(2, 1)).Save(path);

        var text = File.ReadAllText(path);
        Assert.Contains("\"iou\": null", text);
        Assert.Contains("\"confusion\": [0,0,49,0,1,1,1,1,50]", text);
        Assert.Contains("\"unseen\": [", text);
    }

    [Fact]
    public void Load_Folder_TakesTheReportInIt()
    {
        TestReport.Of(TestReport.Photos(2, 1)).Save(Path.Combine(folder, EvaluationReport.FileName));

        Assert.Equal(2, EvaluationReport.Load(folder).Photos.Count);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"photos\": 3}")]
    [InlineData("null")]
    public void Load_NoReport_SaysSoWithThePath(string text)
    {
        var path = Path.Combine(folder, "other.json");
        File.WriteAllText(path, text);

        Assert.Contains(path, Assert.Throws<FormatException>(() => EvaluationReport.Load(path)).Message);
    }

    [Fact]
    public void Load_Missing_SaysWhatToGive() =>
        Assert.Contains(
            "report.json", Assert.Throws<FileNotFoundException>(() => EvaluationReport.Load(Path.Combine(folder, "none"))).Message);

    [Fact]
    public void Figures_AreThoseOfAllPhotosTogether()
    {
        var photos = TestReport.Photos(3, 10);
        var metrics = TestReport.Of(photos).Metrics;

        // 10 + 11 + 12 of 150 sky pixels were taken for trees.
        double sky = 117 / 150.0, tree = 150 / 183.0;
        Assert.Equal((sky + tree) / 2, metrics.MeanIoU.Value, 12);
        Assert.Equal(267 / 300.0, metrics.OverallAccuracy.Value, 12);
        Assert.Equal(sky, metrics.Seen!.Value, 12);
        Assert.Equal(tree, metrics.Unseen!.Value, 12);
        Assert.Equal(2 * sky * tree / (sky + tree), metrics.Harmonic!.Value, 12);
        Assert.True(metrics.MeanIoU.Low <= metrics.MeanIoU.Value && metrics.MeanIoU.Value <= metrics.MeanIoU.High);
    }
}
