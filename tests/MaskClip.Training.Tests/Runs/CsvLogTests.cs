using MaskClip.Training.Runs;

namespace MaskClip.Training.Tests.Runs;

public sealed class CsvLogTests : IDisposable
{
    private static readonly string[] Header = ["step", "loss", "note"];
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-csv").FullName;

    private string File => Path.Combine(folder, "metrics.csv");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Open_ALaterStepAndHalfALine_CutsBoth()
    {
        System.IO.File.WriteAllText(File, "step,loss,note\n1,0.5,a\n2,0.25,b\n3,0.125,c\n2");
        using (var log = CsvLog.Open(File, Header, lastStep: 2))
        {
            Assert.Equal([["1", "0.5", "a"], ["2", "0.25", "b"]], log.Lines);
            log.Add(3, 1.0 / 3, "again");
        }

        Assert.Equal("step,loss,note\n1,0.5,a\n2,0.25,b\n3,0.3333333333333333,again\n", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Open_NothingThere_WritesTheHeader()
    {
        CsvLog.Open(File, Header, 0).Dispose();
        Assert.Equal("step,loss,note\n", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Open_ANewRun_KeepsNothing()
    {
        System.IO.File.WriteAllText(File, "step,loss,note\n1,0.5,a\n");
        CsvLog.Open(File, Header, 0).Dispose();
        Assert.Equal("step,loss,note\n", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Add_WhatIsMissing_StaysEmpty()
    {
        using (var log = CsvLog.Open(File, Header, 0)) log.Add(1, double.NaN, null);
        Assert.Equal("step,loss,note\n1,,\n", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Add_ALineIsInTheFileAtOnce()
    {
        using var log = CsvLog.Open(File, Header, 0);
        log.Add(1, 0.5, "a");
        using var reading = new StreamReader(new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        Assert.Contains("1,0.5,a", reading.ReadToEnd());
    }
}
