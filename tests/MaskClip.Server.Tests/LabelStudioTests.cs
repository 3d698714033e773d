using System.Net;
using System.Text.Json;
using MaskClip.Annotations.Formats;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using HttpResults = Microsoft.AspNetCore.Http.Results;

namespace MaskClip.Server.Tests;

/// <summary>The ML backend, asked as Label Studio's client asks.</summary>
public sealed class LabelStudioTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Brush =
        "<View><Image name=\"img\" value=\"$picture\"/><BrushLabels name=\"tag\" toName=\"img\"><Label value=\"sky\"/>" +
        "<Label value=\"grass\"/><Label value=\"a|b=c\"/></BrushLabels></View>";

    private static readonly byte[] Photo = RunningService.Scene(seed: 15, 320, 224);

    private static readonly string Inline = $"data:image/png;base64,{Convert.ToBase64String(Photo)}";

    [Fact]
    public async Task Health_IsUp() => Assert.Equal(
        "UP", JsonDocument.Parse(await service.Client.GetStringAsync("/health")).RootElement.GetProperty("status").GetString());

    [Fact]
    public async Task Setup_NamesTheModel()
    {
        var answer = await service.SendAsync(
            "/setup", new { project = "1.1700000000", schema = Brush, hostname = "http://x", access_token = "t" });

        Assert.StartsWith("maskclip-world-clip-", answer.GetProperty("model_version").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_GivesBrushesOfTheProjectsLabels()
    {
        var answer = await PredictAsync(service, Brush, Inline);

        var result = answer.GetProperty("results")[0];
        Assert.InRange(result.GetProperty("score").GetDouble(), 0.01, 1);
        var regions = result.GetProperty("result").EnumerateArray().ToArray();
        Assert.NotEmpty(regions);
        foreach (var region in regions)
        {
            Assert.Equal(("tag", "img", "brushlabels"), (Text(region, "from_name"), Text(region, "to_name"), Text(region, "type")));
            var value = region.GetProperty("value");
            byte[] runs = [.. value.GetProperty("rle").EnumerateArray().Select(number => number.GetByte())];
            Assert.InRange(BrushRuns.ToMask(320, 224, runs).Area, 64, 320 * 224);
            Assert.Contains(value.GetProperty("brushlabels")[0].GetString(), new[] { "sky", "grass", "a|b=c" });
        }
    }

    [Fact]
    public async Task Predict_GivesPolygonsWhereTheProjectHasThem()
    {
        var answer = await PredictAsync(service, Brush.Replace("BrushLabels", "PolygonLabels", StringComparison.Ordinal), Inline);

        var region = answer.GetProperty("results")[0].GetProperty("result")[0];
        Assert.Equal("polygonlabels", Text(region, "type"));
        foreach (var point in region.GetProperty("value").GetProperty("points").EnumerateArray())
        {
            Assert.InRange(point[0].GetDouble(), 0, 100);
            Assert.InRange(point[1].GetDouble(), 0, 100);
        }
    }

    [Fact]
    public async Task Photos_AreFetchedFromLabelStudioAlone_WithItsToken()
    {
        await using var studio = WebApplication.CreateSlimBuilder().Build();
        studio.Urls.Add("http://127.0.0.1:0");
        studio.MapGet("/data/upload/1/a.png", (HttpRequest request) =>
            request.Headers.Authorization == "Token studio-token" ? HttpResults.Bytes(Photo, "image/png") : HttpResults.Unauthorized());
        studio.MapGet("/away", () => HttpResults.Redirect("http://127.0.0.1:1/secret"));
        await studio.StartAsync(TestContext.Current.CancellationToken);
        await using var own = await RunningService.StartAsync(limits =>
        {
            limits.LabelStudio.Url = new Uri(studio.Urls.First());
            limits.LabelStudio.Token = "studio-token";
        });

        var answer = await PredictAsync(own, Brush, "/data/upload/1/a.png");

        Assert.NotEqual(0, answer.GetProperty("results")[0].GetProperty("result").GetArrayLength());
        await PredictAsync(own, Brush, "http://169.254.169.254/latest/meta-data", HttpStatusCode.BadRequest);
        await PredictAsync(own, Brush, "file:///etc/passwd", HttpStatusCode.BadRequest);
        await PredictAsync(own, Brush, "/away", HttpStatusCode.BadGateway);
    }

    [Theory]
    [InlineData("<View/>", "BrushLabels")]
    [InlineData("no xml", "XML")]
    [InlineData("<!DOCTYPE v [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><View>&a;</View>", "XML")]
    public async Task OtherConfigurations_AreRefused(string config, string said)
    {
        var problem = await PredictAsync(service, config, Inline, HttpStatusCode.BadRequest);

        Assert.Contains(said, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_IsHeard()
    {
        var answer = await service.SendAsync("/webhook", new { action = "PROJECT_UPDATED", project = new { id = 1 } });

        Assert.Equal("ok", Text(answer, "status"));
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static Task<JsonElement> PredictAsync(
        RunningService service, string config, string picture, HttpStatusCode expected = HttpStatusCode.OK) => service.SendAsync(
        "/predict",
        new
        {
            tasks = new[] { new { id = 7, data = new Dictionary<string, string> { ["picture"] = picture } } },
            project = "1.1700000000",
            label_config = config,
            @params = new { context = (object?)null },
        },
        expected);
}
