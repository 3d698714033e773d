using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using MaskClip.Extensions;
using Microsoft.Extensions.DependencyInjection;

namespace MaskClip.Server.Tests;

/// <summary>Photos in, features out, and what is kept of them.</summary>
public sealed class PhotoTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task Features_AreTheLibrarysWithinHalfPrecision()
    {
        var photo = RunningService.Scene(seed: 1);
        var answer = await service.SendPhotoAsync(photo);
        var segmenter = await Segmenter();
        using var expected = segmenter.Embed(RgbImage.Load(photo));

        using var response = await service.Client.GetAsync(answer.GetProperty("urls").GetProperty("features").GetString());
        var halves = MemoryMarshal.Cast<byte, Half>(await response.Content.ReadAsByteArrayAsync()).ToArray();

        Assert.Equal(expected.Width, answer.GetProperty("width").GetInt32());
        Assert.Equal(expected.GridWidth, answer.GetProperty("grid").GetProperty("width").GetInt32());
        Assert.Equal(expected.Size.ToString(), response.Headers.GetValues("X-MaskClip-Dimension").Single());
        int positions = expected.GridWidth * expected.GridHeight;
        Assert.Equal(positions * expected.Size, halves.Length);
        for (int p = 0; p < positions; p++)
        {
            for (int d = 0; d < expected.Size; d++)
                Assert.Equal(expected.Features[p * expected.Size + d], (float)halves[d * positions + p], 1e-3f);
        }
    }

    [Fact]
    public async Task Features_ThatTheClientHas_AreNotSentAgain()
    {
        var url = (await service.SendPhotoAsync(RunningService.Scene(seed: 2))).GetProperty("urls").GetProperty("features").GetString();
        using var first = await service.Client.GetAsync(url);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.IfNoneMatch.Add(Assert.IsType<EntityTagHeaderValue>(first.Headers.ETag));

        using var second = await service.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("photo")]
    [InlineData("file")]
    public async Task Photo_OfAForm_IsTheSame_WhateverItsNameThere(string field)
    {
        // More than a field of text may have.
        var photo = RunningService.Scene(seed: 4, width: 640, height: 448);
        Assert.True(photo.Length > 1 << 16);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(photo), field, "../../etc/passwd" } };

        using var response = await service.Client.PostAsync("/v1/photos", form);

        var answer = await RunningService.ReadAsync(response, HttpStatusCode.OK);
        Assert.Equal((await service.SendPhotoAsync(photo)).GetProperty("id").GetString(), answer.GetProperty("id").GetString());
        Assert.DoesNotContain("passwd", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherMethodAndSize_NeedNoSecondUpload()
    {
        var first = await service.SendPhotoAsync(RunningService.Scene(seed: 6));
        var id = first.GetProperty("id").GetString();

        using var response = await service.Client.PostAsync($"/v1/photos/{id}?method=naclip&size=64", null);

        var second = await RunningService.ReadAsync(response, HttpStatusCode.OK);
        Assert.Equal("naclip", second.GetProperty("method").GetString());
        Assert.Equal(64, second.GetProperty("size").GetInt32());
        Assert.NotEqual(
            first.GetProperty("urls").GetProperty("features").GetString(), second.GetProperty("urls").GetProperty("features").GetString());
    }

    [Fact]
    public async Task Deleted_IsGone()
    {
        var id = (await service.SendPhotoAsync(RunningService.Scene(seed: 7))).GetProperty("id").GetString();

        using var deleted = await service.Client.DeleteAsync($"/v1/photos/{id}");
        using var again = await service.Client.GetAsync($"/v1/photos/{id}/features");

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await RunningService.ReadAsync(again, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Cache_StaysWithinItsBytes_AndWhatWasLetGoIsUnknown()
    {
        await using var own = await RunningService.StartAsync(limits => limits.CacheBytes = 2_000_000);
        var ids = new List<string>();
        for (int seed = 20; seed < 32; seed++)
            ids.Add((await own.SendPhotoAsync(RunningService.Scene(seed))).GetProperty("id").GetString()!);

        Assert.InRange(own.Services.GetRequiredService<Photos.PhotoStore>().Bytes, 500_000, 2_000_000);
        using var oldest = await own.Client.PostAsync($"/v1/photos/{ids[0]}", null);
        await RunningService.ReadAsync(oldest, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("?model=nowhere", "world-clip")]
    [InlineData("?method=nothing", "maskclip")]
    [InlineData("?size=100000", "1024")]
    public async Task WrongSettings_AreNamedWithWhatIsAllowed(string query, string allowed)
    {
        using var response = await service.Client.PostAsync($"/v1/photos{query}", new ByteArrayContent(RunningService.Scene(seed: 8)));

        var problem = await RunningService.ReadAsync(response, HttpStatusCode.BadRequest);
        Assert.Contains(allowed, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<Segmenter> Segmenter() => await service.Services.GetRequiredService<SegmenterSources>().Default.GetAsync();
}
