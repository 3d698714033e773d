using System.Text;
using System.Text.Json.Nodes;
using MaskClip.Evaluation.Runs;

namespace MaskClip.Evaluation.Tests.Reports;

/// <summary>A damaged report or journal is an error that names its file; none gets through and fails later.</summary>
public sealed class DamagedReportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-report-").FullName;

    private string Report => Path.Combine(folder, EvaluationReport.FileName);

    public DamagedReportTests() => TestReport.Of(TestReport.Photos(3, 2)).Save(Report);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("settings")]
    [InlineData("classes")]
    [InlineData("photos")]
    [InlineData("dataset")]
    [InlineData("figures")]
    public void AMissingPart_IsRefused(string part)
    {
        var json = JsonNode.Parse(File.ReadAllText(Report))!.AsObject();
        json.Remove(part);
        AssertRefused(json);
        json[part] = null;
        AssertRefused(json);
    }

    [Fact]
    public void WhateverIsMissingOrNull_IsRefusedOrDoneWithout()
    {
        string whole = File.ReadAllText(Report);
        var members = Objects(JsonNode.Parse(whole))
            .SelectMany((one, at) => one.Select(member => (Object: at, Name: member.Key)))
            .ToArray();
        Assert.Contains(members, member => member.Name == "corruptions");
        foreach (var (at, name) in members)
        {
            AssertRefusedOrUsable(whole, at, parent => parent.Remove(name));
            AssertRefusedOrUsable(whole, at, parent => parent[name] = null);
        }
    }

    [Theory]
    [InlineData("id")]
    [InlineData("confusion")]
    [InlineData("bands")]
    public void APhotoWithoutAPart_IsRefused(string part)
    {
        var json = JsonNode.Parse(File.ReadAllText(Report))!.AsObject();
        json["photos"]![1]!.AsObject().Remove(part);
        AssertRefused(json);
        json["photos"]![1]![part] = null;
        AssertRefused(json);
        json["photos"]!.AsArray()[1] = null;
        AssertRefused(json);
    }

    [Theory]
    [InlineData(3, 0, 5)]
    [InlineData(-1, 0, 5)]
    [InlineData(0, 3, 5)]
    [InlineData(0, 65534, 5)]
    [InlineData(0, 0, -1)]
    [InlineData(0, 0, 5000000000)]
    public void CountsOfNoClass_AreRefused(long truth, long prediction, long pixels)
    {
        var json = JsonNode.Parse(File.ReadAllText(Report))!.AsObject();
        json["photos"]![0]!["confusion"] = new JsonArray(truth, prediction, pixels);
        AssertRefused(json);
    }

    [Fact]
    public void TwoPhotosOfOneId_AreRefused()
    {
        var json = JsonNode.Parse(File.ReadAllText(Report))!.AsObject();
        json["photos"]![0]!["id"] = json["photos"]![1]!["id"]!.DeepClone();
        AssertRefused(json);
    }

    [Theory]
    [InlineData("\"default\"", "\"\\ud800\"")]
    [InlineData("\"protocol\"", "\"\\udc00\"")]
    [InlineData("\"protocol\"", "\"size\"")]
    public void TextsThatAreNone_AreRefused(string from, string to)
    {
        File.WriteAllText(Report, File.ReadAllText(Report).Replace(from, to, StringComparison.Ordinal));
        AssertRefused();
    }

    [Fact]
    public void BytesThatAreNoUtf8_AreRefusedWithTheirLine()
    {
        var bytes = File.ReadAllBytes(Report);
        int at = Encoding.UTF8.GetString(bytes).IndexOf("default", StringComparison.Ordinal);
        bytes[at] = 0xFF;
        File.WriteAllBytes(Report, bytes);

        var error = Assert.Throws<FormatException>(() => EvaluationReport.Load(Report));

        int line = bytes.AsSpan(0, at).Count((byte)'\n') + 1;
        Assert.Contains($"(line {line})", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"photoBytes":1,"truthBytes":1,"tally":null}""")]
    [InlineData("""{"photoBytes":1,"truthBytes":1}""")]
    [InlineData("""{"photoBytes":1,"truthBytes":1,"tally":{"id":"a","bands":[]}}""")]
    [InlineData("""{"photoBytes":1,"truthBytes":1,"tally":{"id":"a","confusion":[7,0,1],"bands":[]}}""")]
    [InlineData("""{"photoBytes":1,"truthBytes":1,"tally":{"id":"a","confusion":[],"bands":[3,1,1,1]}}""")]
    [InlineData("""{"photoBytes":1,"truthBytes":1,"tally":{"id":"\ud800","confusion":[],"bands":[]}}""")]
    public void AJournalsLine_IsRefusedWithItsNumber(string line)
    {
        var settings = new RunSettings(new JsonObject { ["size"] = 448 });
        using (Journal.Open(folder, settings, resume: false))
        {
            // Its first line alone.
        }

        File.AppendAllText(Path.Combine(folder, Journal.FileName), line + "\n");

        var error = Assert.Throws<FormatException>(() => Journal.Open(folder, settings, resume: true, classes: 3));

        Assert.Contains($"{Journal.FileName}, line 2: ", error.Message, StringComparison.Ordinal);
    }

    private void AssertRefusedOrUsable(string whole, int at, Action<JsonObject> damage)
    {
        var json = JsonNode.Parse(whole)!;
        damage(Objects(json).ElementAt(at));
        File.WriteAllText(Report, json.ToJsonString());
        EvaluationReport report;
        try
        {
            report = EvaluationReport.Load(Report);
        }
        catch (FormatException)
        {
            return;
        }

        Assert.NotEmpty(report.ToSummary());
        Assert.Equal(0, ReportComparison.From(report, report).Difference.Value, 9);
        Assert.All(report.Corruptions, Assert.NotNull);
        Assert.All(report.Dataset.Failed, Assert.NotNull);
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject parent => parent.SelectMany(member => Objects(member.Value)).Append(parent),
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };

    private void AssertRefused(JsonObject json)
    {
        File.WriteAllText(Report, json.ToJsonString());
        AssertRefused();
    }

    private void AssertRefused()
    {
        var error = Assert.Throws<FormatException>(() => EvaluationReport.Load(Report));
        Assert.Contains(Report, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("MaskClip.", error.Message, StringComparison.Ordinal);
    }
}
