using System.Text.Json.Nodes;
using MaskClip.Evaluation.Reports;
using MaskClip.Evaluation.Runs;

namespace MaskClip.Evaluation.Tests.Runs;

public sealed class JournalTests : IDisposable
{
    private static readonly JournalLine One = new(
        10, 20, new PhotoTally("one", [new ConfusionCell(0, 0, 5), new ConfusionCell(0, 255, 1)], [new ClassPixels(0, 4, 3, 2)]));
    private static readonly JournalLine Two = new(11, 21, new PhotoTally("sub/zwei ü", [new ConfusionCell(1, 0, 7)], []));

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-journal-").FullName;

    private string File => Path.Combine(folder, Journal.FileName);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Open_Resuming_GivesTheLinesBack()
    {
        Write(One, Two);

        using var journal = Journal.Open(folder, Settings(448), resume: true);

        Assert.Equal(new[] { One, Two }.Select(Text), journal.Done.Select(Text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public void Open_LastLineTorn_CutsItOffAndGoesOnBehindIt(int lost)
    {
        Write(One, Two);
        using (var file = System.IO.File.OpenWrite(File)) file.SetLength(file.Length - lost);

        using (var journal = Journal.Open(folder, Settings(448), resume: true))
        {
            Assert.Equal([Text(One)], journal.Done.Select(Text));
            journal.Append(Two);
        }

        using var again = Journal.Open(folder, Settings(448), resume: true);
        Assert.Equal(new[] { One, Two }.Select(Text), again.Done.Select(Text));
    }

    [Fact]
    public void Open_UnfinishedAndNotResuming_IsRefusedWithBothWaysToGoOn()
    {
        Write(One, Two);
        var before = System.IO.File.ReadAllBytes(File);

        var error = Assert.Throws<OptionsException>(() => Journal.Open(folder, Settings(448), resume: false));

        Assert.Contains(
            "unfinished run, with 2 photos evaluated. Resume it, or give another folder", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void Open_FinishedAndResuming_GivesTheLinesAndTakesMore()
    {
        Write(One);
        Finish();

        using (var journal = Journal.Open(folder, Settings(448), resume: true))
        {
            Assert.Equal([Text(One)], journal.Done.Select(Text));
            journal.Append(Two);
        }

        using var again = Journal.Open(folder, Settings(448), resume: true);
        Assert.Equal(new[] { One, Two }.Select(Text), again.Done.Select(Text));
    }

    [Fact]
    public void Open_FinishedAndNotResuming_StartsAnew()
    {
        Write(One, Two);
        Finish();

        using var journal = Journal.Open(folder, Settings(448), resume: false);

        Assert.Empty(journal.Done);
    }

    [Fact]
    public void Open_EvenTheSettingsAreTorn_StartsAnew()
    {
        Write();
        using (var file = System.IO.File.OpenWrite(File)) file.SetLength(9);

        using var journal = Journal.Open(folder, Settings(448), resume: true);

        Assert.Empty(journal.Done);
    }

    [Fact]
    public void Open_OtherSettings_NamesTheDifference()
    {
        Write(One);

        var error = Assert.Throws<OptionsException>(() => Journal.Open(folder, Settings(224), resume: true));

        Assert.Contains("size was 448 and is 224", error.Message);
        Assert.Contains(File, error.Message);
    }

    [Fact]
    public void Open_DamagedInTheMiddle_NamesTheLine()
    {
        Write(One, Two);
        var lines = System.IO.File.ReadAllLines(File);
        lines[1] = lines[1][..20];
        System.IO.File.WriteAllLines(File, lines);

        var error = Assert.Throws<FormatException>(() => Journal.Open(folder, Settings(448), resume: true));

        Assert.Contains("line 2", error.Message);
    }

    private static RunSettings Settings(int size) => new(new JsonObject { ["method"] = "maskclip", ["size"] = size });

    // Records with lists compare by reference.
    private static string Text(JournalLine line) =>
        $"{line.PhotoBytes} {line.TruthBytes} {line.Tally.Id} {string.Join(';', line.Tally.Confusion)} " +
        $"{string.Join(';', line.Tally.Bands)}";

    private void Finish()
    {
        using var journal = Journal.Open(folder, Settings(448), resume: true);
        journal.Finish();
    }

    private void Write(params JournalLine[] lines)
    {
        using var journal = Journal.Open(folder, Settings(448), resume: false);
        foreach (var line in lines) journal.Append(line);
    }
}
