using System.Security.Cryptography;
using MaskClip.Models;

namespace MaskClip.Tests.Models;

public sealed class PublishedWeightsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-published-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Difference_OfThePublishedFile_IsNone()
    {
        var (model, path) = Published();
        Assert.Null(PublishedWeights.Difference(model, path, folder));
        Assert.Equal(
            $"OpenAI's ViT-B-16 as published (SHA-256 {model.Sha256})",
            PublishedWeights.Describe(new("ViT-B-16", path, ""), [model], folder));
    }

    [Fact]
    public void Difference_OfOneByte_IsSeenThoughTheFileWasReadBefore()
    {
        var (model, path) = Published();
        PublishedWeights.Difference(model, path, folder);
        var content = File.ReadAllBytes(path);
        content[100] ^= 1;
        File.WriteAllBytes(path, content);
        Assert.Equal(
            $"another file than OpenAI's ViT-B-16: its SHA-256 is {Convert.ToHexStringLower(SHA256.HashData(content))}, and " +
            $"{model.Sha256} was published",
            PublishedWeights.Difference(model, path, folder));
    }

    [Fact]
    public void Difference_OfSize_IsSaidWithBothSizes()
    {
        var (model, path) = Published();
        File.WriteAllBytes(path, [1, 2, 3]);
        Assert.Equal(
            $"another file than OpenAI's ViT-B-16: 0.0 MB, where {model.ApproximateSize} were published",
            PublishedWeights.Difference(model, path, folder));
    }

    private (KnownModel Model, string Path) Published()
    {
        var sizes = new KnownModel("ViT-B/16", "", 64, 64, 128, [2], 8, 64);
        var content = new byte[sizes.ApproximateBytes];
        new Random(3).NextBytes(content);
        var path = Path.Combine(folder, "ViT-B-16.pt");
        File.WriteAllBytes(path, content);
        return (sizes with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) }, path);
    }
}
