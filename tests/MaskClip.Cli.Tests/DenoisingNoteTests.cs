namespace MaskClip.Cli.Tests;

/// <summary>Prompt denoising that would leave no name says so while it runs.</summary>
public sealed class DenoisingNoteTests : IDisposable
{
    // Probabilities of two names are near one half with so small a scale.
    private static readonly string[] Call =
    [
        "segment", "--sample", "-p", "sky", "-p", "grass", "--templates", "simple", "--save", "none", "--logit-scale", "1",
    ];

    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData]
    [InlineData("--flip")]
    [InlineData("--key-smoothing-temperature")]
    [InlineData("--windows", "128/64")]
    [InlineData("--guided-filter")]
    public async Task NoNameConfident_IsSaid(params string[] options)
    {
        var unsure = await cli.SucceedAsync([.. Call, "--prompt-denoising", "0.95", .. options]);
        Assert.Contains("No name was as confident as prompt denoising asks for in", unsure.Error);

        var sure = await cli.SucceedAsync([.. Call, "--prompt-denoising", "0.01", .. options]);
        Assert.DoesNotContain("No name was as confident", sure.Error);

        var quiet = await cli.SucceedAsync([.. Call, "--prompt-denoising", "0.95", "-q", .. options]);
        Assert.DoesNotContain("No name was as confident", quiet.Error);
    }
}
