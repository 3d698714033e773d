using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace MaskClip.Server.Tests;

/// <summary>What is too large, too slow, too much or not allowed is refused as documented, and the service stays well.</summary>
public sealed class LimitTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task HugeHeader_IsRefusedBeforeDecoding()
    {
        var png = RunningService.Scene(seed: 1);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 60_000);

        var problem = await PostPhotoAsync(new ByteArrayContent(png), HttpStatusCode.RequestEntityTooLarge);

        Assert.Equal(3_600_000_000, problem.GetProperty("value").GetInt64());
        Assert.Equal(40_000_000, problem.GetProperty("limit").GetInt64());
    }

    [Fact]
    public async Task SlowDecoding_IsRefused()
    {
        await using var own = await RunningService.StartAsync(limits => limits.MaxDecodeTime = TimeSpan.FromMilliseconds(10));
        using var png = new MemoryStream();
        new RgbImage(4000, 3000, new byte[3 * 4000 * 3000]).SavePng(png);

        using var response = await own.Client.PostAsync("/v1/photos", new ByteArrayContent(png.ToArray()));

        await RunningService.ReadAsync(response, HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task PackedBodies_AreNotUnpacked()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            await gzip.WriteAsync(new byte[50 << 20]);
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");

        await PostPhotoAsync(content, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task LargeBody_IsRefused_WithAndWithoutItsLength()
    {
        await using var own = await RunningService.StartAsync(limits => limits.MaxBodyBytes = 10_000);

        using var known = await own.Client.PostAsync("/v1/photos", new ByteArrayContent(new byte[20_000]));
        using var unknown = await own.Client.PostAsync("/v1/photos", new StreamContent(new Unsized(20_000)));

        await RunningService.ReadAsync(known, HttpStatusCode.RequestEntityTooLarge);
        await RunningService.ReadAsync(unknown, HttpStatusCode.RequestEntityTooLarge);
        await own.SendPhotoAsync(RunningService.Scene(seed: 2, 64, 64));
    }

    [Fact]
    public async Task Names_TooLongOrTooMany_AreRefused()
    {
        var length = await service.SendAsync(
            "/v1/texts", new { names = new[] { new string('a', 1 << 20) } }, HttpStatusCode.RequestEntityTooLarge);
        var count = await service.SendAsync(
            "/v1/texts", new { names = Enumerable.Range(0, 300).Select(i => $"name {i}") }, HttpStatusCode.RequestEntityTooLarge);
        var words = await service.SendAsync(
            "/v1/texts", new { names = new[] { string.Join('|', Enumerable.Repeat("a", 250)), "b|c|d|e|f|g|h" } },
            HttpStatusCode.RequestEntityTooLarge);

        Assert.Equal(1 << 20, length.GetProperty("value").GetInt32());
        Assert.Equal(256, count.GetProperty("limit").GetInt32());
        Assert.Equal(257, words.GetProperty("value").GetInt32());
    }

    [Theory]
    [InlineData("[1, 2")]
    [InlineData("{\"names\": 3}")]
    [InlineData("{\"names\": [null]}")]
    [InlineData("{\"nmaes\": [\"cat\"]}")]
    [InlineData("null")]
    public async Task JsonOfAnotherForm_IsRefusedInPlainWords(string json)
    {
        using var response = await service.Client.PostAsync("/v1/texts", new StringContent(json, Encoding.UTF8, "application/json"));

        var problem = await RunningService.ReadAsync(response, HttpStatusCode.BadRequest);
        Assert.DoesNotContain("System.", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_IsAskedForWhereOneIsSet()
    {
        await using var own = await RunningService.StartAsync(limits => limits.ApiKey = "secret-key-1");
        using var caller = new HttpClient { BaseAddress = own.Address };

        using var none = await caller.GetAsync("/v1/models");
        using var metrics = await caller.GetAsync("/metrics");
        caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret-key-2");
        using var wrong = await caller.GetAsync("/v1/models");
        caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String("user:secret-key-1"u8));
        using var right = await caller.GetAsync("/v1/models");
        using var page = await new HttpClient().GetAsync(own.Address);

        await RunningService.ReadAsync(none, HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.Unauthorized, metrics.StatusCode);
        await RunningService.ReadAsync(wrong, HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task RequestsOfOneClient_AreLimited()
    {
        await using var own = await RunningService.StartAsync(limits => limits.MaxRequestsPerMinute = 5);

        var codes = new List<HttpStatusCode>();
        for (int i = 0; i < 8; i++)
        {
            using var response = await own.Client.GetAsync("/v1/models");
            codes.Add(response.StatusCode);
            if (response.StatusCode == HttpStatusCode.TooManyRequests) Assert.NotNull(response.Headers.RetryAfter);
        }

        Assert.Equal(3, codes.Count(code => code == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Overload_IsRefusedWithATime_AndWhatWasAcceptedIsAnswered()
    {
        await using var own = await RunningService.StartAsync(limits => (limits.MaxConcurrency, limits.MaxQueue) = (1, 2));

        var answers = await Task.WhenAll(Enumerable.Range(100, 16).Select(seed =>
            own.Client.PostAsync("/v1/photos", new ByteArrayContent(RunningService.Scene(seed, 320, 224)))));

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToArray();
        Assert.NotEmpty(refused);
        Assert.All(refused, answer => Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 300));
        Assert.All(answers.Except(refused), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await own.SendPhotoAsync(RunningService.Scene(seed: 100, 320, 224));
    }

    [Fact]
    public async Task Stop_FinishesWhatWasAccepted()
    {
        await using var own = await RunningService.StartAsync(limits => limits.MaxConcurrency = 1);
        await own.SendPhotoAsync(RunningService.Scene(seed: 1));
        var asked = Enumerable.Range(200, 6)
            .Select(seed => own.Client.PostAsync("/v1/photos", new ByteArrayContent(RunningService.Scene(seed, 320, 224))))
            .ToArray();
        await Task.Delay(300, TestContext.Current.CancellationToken); // all six are in the queue or at work by then

        await own.StopAsync();

        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task HalfSentBodiesAndIdleConnections_HarmNobody()
    {
        var sockets = new List<TcpClient>();
        for (int i = 0; i < 1000; i++)
        {
            var client = new TcpClient();
            await client.ConnectAsync(service.Address.Host, service.Address.Port, TestContext.Current.CancellationToken);
            if (i % 2 == 0)
            {
                var half = Encoding.ASCII.GetBytes(
                    $"POST /v1/photos HTTP/1.1\r\nHost: {service.Address.Authority}\r\nContent-Length: 100000\r\n\r\nhalf");
                await client.GetStream().WriteAsync(half, TestContext.Current.CancellationToken);
            }

            sockets.Add(client);
        }

        await service.SendPhotoAsync(RunningService.Scene(seed: 3));
        sockets.ForEach(socket => socket.Dispose());
        await service.SendPhotoAsync(RunningService.Scene(seed: 4));
        Assert.Equal("Healthy", await service.Client.GetStringAsync("/readyz"));
    }

    [Fact]
    public async Task SlowClient_IsCutOff_AndHoldsNobodyUp()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(service.Address.Host, service.Address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/photos HTTP/1.1\r\nHost: {service.Address.Authority}\r\nContent-Length: 100000\r\n\r\n"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var answer = new MemoryStream();
        var ended = stream.CopyToAsync(answer, limit.Token);

        // A byte at a time, as long as anybody listens.
        while (!ended.IsCompleted)
        {
            try
            {
                await stream.WriteAsync("x"u8.ToArray(), limit.Token);
            }
            catch (IOException)
            {
                break;
            }

            await Task.WhenAny(ended, Task.Delay(200, limit.Token));
        }

        await service.SendPhotoAsync(RunningService.Scene(seed: 5));
        var text = Encoding.ASCII.GetString(answer.ToArray());
        Assert.True(text.Length == 0 || text.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), text);
    }

    [Fact]
    public async Task Answers_HaveSecurityHeaders_RefusalsToo()
    {
        foreach (var path in new[] { "/", "/v1/models", "/v1/photos/nothing/features", "/healthz", "/openapi/v1.json", "/scalar/" })
        {
            using var response = await service.Client.GetAsync(path);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task OtherHostNames_AreRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Host = "evil.example";

        using var response = await service.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private async Task<JsonElement> PostPhotoAsync(HttpContent content, HttpStatusCode expected)
    {
        using var response = await service.Client.PostAsync("/v1/photos", content);
        var problem = await RunningService.ReadAsync(response, expected);
        Assert.Equal("Healthy", await service.Client.GetStringAsync("/readyz"));
        return problem;
    }

    /// <summary>Bytes that do not say how many they are.</summary>
    private sealed class Unsized(int length) : MemoryStream(new byte[length])
    {
        public override bool CanSeek => false;
    }
}
