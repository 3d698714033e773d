using System.Text.Json;
using MaskClip.CommandLine;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

public sealed class StudentTests : IDisposable
{
    private readonly Cli cli = new();

    [Fact]
    public async Task Segment_AStudent_NeedsNoNamesAndUsesItsOwn()
    {
        RandomStudent.Write(cli.At("student.safetensors"));
        cli.Photo("photo.png", 96, 64);
        var result = await cli.SucceedAsync(
            "segment", "photo.png", "--student", "student.safetensors", "--save", "mask,json", "--json", "--output", "out");
        string[] names = [.. RandomStudent.Vocabulary.Classes.Select(one => one.Name)];
        var labels = JsonDocument.Parse(result.Output).RootElement
            .GetProperty("regions")
            .EnumerateArray()
            .Select(region => region.GetProperty("label").GetString()!)
            .ToArray();
        Assert.NotEmpty(labels);
        Assert.Subset(names.ToHashSet(), labels.ToHashSet());
        Assert.True(File.Exists(cli.At("out", "photo.mask.png")));
        Assert.DoesNotContain("demonstration model", result.Error);

        using var options = JsonDocument.Parse(File.ReadAllText(cli.At("out", "options.json")));
        Assert.Equal("student.safetensors", options.RootElement.GetProperty("student").GetString());
        Assert.Equal("student.safetensors", options.RootElement.GetProperty("_model").GetString());
        Assert.Equal(64, options.RootElement.GetProperty("_size").GetInt32());
        var again = await cli.SucceedAsync(
            "segment", "photo.png", "--config", cli.At("out", "options.json"), "--json", "--output", "again");
        Assert.Equal(result.Output, again.Output);
    }

    [Fact]
    public async Task Segment_AStudentWithEdges_LeadsItsMasksAlongThem_AndNoneUnlessAsked()
    {
        RandomStudent.Write(cli.At("student.safetensors"));
        cli.Photo("photo.png", 96, 64);
        string[] command = ["segment", "photo.png", "--student", "student.safetensors", "--save", "json", "-q"];
        await cli.SucceedAsync([.. command, "--output", "plain"]);
        await cli.SucceedAsync([.. command, "--output", "none", "--guided-filter", "0"]);
        await cli.SucceedAsync([.. command, "--output", "propagated", "--propagate"]);
        await cli.SucceedAsync([.. command, "--output", "guided", "--guided-filter"]);

        // A random student finds one class everywhere: how sure it is tells.
        string Scores(string folder) => File.ReadAllText(cli.At(folder, "photo.json"));
        Assert.Equal(Scores("plain"), Scores("none"));
        Assert.NotEqual(Scores("plain"), Scores("propagated"));
        Assert.NotEqual(Scores("plain"), Scores("guided"));
    }

    [Fact]
    public async Task Eval_AStudentWithPropagation_SaysSo()
    {
        RandomStudent.Write(cli.At("student.safetensors"));
        TinyDataset.Write(cli.At("set"), 2);
        await File.WriteAllLinesAsync(cli.At("set", "names.txt"), RandomStudent.Vocabulary.Classes.Select(one => one.Name));

        await cli.SucceedAsync(
            "eval", "--data", "set", "--student", "student.safetensors", "--propagate", "0.1", "--save", "json", "-q");

        Assert.Contains("0.1", Evaluation.EvaluationReport.Load(cli.At("eval")).Settings["propagation"]);
    }

    [Theory]
    [InlineData("--prompt", "cat")]
    [InlineData("--classes", "voc")]
    [InlineData("--model", "world-clip")]
    [InlineData("--key-smoothing", "1")]
    [InlineData("--size", "224")]
    public async Task Segment_AStudentAndWhatItReplaces_IsRefused(string option, string value)
    {
        RandomStudent.Write(cli.At("student.safetensors"));
        cli.Photo("photo.png");
        var result = await cli.RunAsync("segment", "photo.png", "--student", "student.safetensors", option, value);
        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains($"leave out {option}", result.Error);
    }

    [Fact]
    public async Task Segment_NoSuchStudent_SaysWhereTheyComeFrom()
    {
        cli.Photo("photo.png");
        var result = await cli.RunAsync("segment", "photo.png", "--student", "none.safetensors");
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("'none.safetensors'", result.Error);
        Assert.Contains("maskclip train", result.Error);
    }

    [Fact]
    public async Task Segment_SomethingElseAsStudent_IsRefused()
    {
        cli.Photo("photo.png");
        var result = await cli.RunAsync("segment", "photo.png", "--student", "photo.png");
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("photo.png", result.Error);
    }

    [Fact]
    public async Task PrintConfig_StudentTypedAndModelInTheEnvironment_KeepsToWhatIsTyped()
    {
        cli.Environment["MASKCLIP_MODEL"] = "ViT-B-16";
        cli.Environment["MASKCLIP_STUDENT"] = "other.safetensors";
        RandomStudent.Write(cli.At("student.safetensors"));
        cli.Photo("photo.png");
        await cli.SucceedAsync("segment", "photo.png", "--student", "student.safetensors");
        var named = await cli.SucceedAsync("segment", "--print-config", "photo.png", "--prompt", "cat");
        Assert.Contains("MASKCLIP_MODEL", named.Output);
        Assert.DoesNotContain("MASKCLIP_STUDENT", named.Output);
    }

    [Fact]
    public async Task PrintConfig_StudentAndModelInTheEnvironment_TakesTheStudent()
    {
        cli.Environment["MASKCLIP_MODEL"] = "ViT-B-16";
        cli.Environment["MASKCLIP_STUDENT"] = "student.safetensors";
        var result = await cli.SucceedAsync("segment", "--print-config", "photo.png");
        Assert.Contains("MASKCLIP_STUDENT", result.Output);
        Assert.DoesNotContain("MASKCLIP_MODEL", result.Output);
    }

    public void Dispose() => cli.Dispose();
}
