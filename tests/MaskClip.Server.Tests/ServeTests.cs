using MaskClip.Serve;
using MaskClip.Testing;

namespace MaskClip.Server.Tests;

/// <summary>The command <c>maskclip serve</c>.</summary>
public sealed class ServeTests
{
    [Theory]
    [InlineData("--host", "0.0.0.0", "API key")]
    [InlineData("--host", "nowhere", "address")]
    [InlineData("--port", "70000", "65535")]
    [InlineData("--queue", "-1", "MaxQueue")]
    [InlineData("--api-key", "short", "ApiKey")]
    [InlineData("--prot", "1", "--port")]
    public async Task WrongUsage_IsToldInOneLine(string option, string value, string said)
    {
        var (code, error) = await RunAsync([option, value]);

        Assert.Equal(2, code);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_OfTheDocs_AreNoUsageErrors()
    {
        var all = DocumentedCommands.Of("maskclip-serve", "maskclip serve").ToArray();
        foreach (var (place, args) in all)
        {
            var (code, error) = await RunAsync([.. args, "--print-config"]);
            Assert.True(code == 0, $"{place}: maskclip serve {string.Join(' ', args)}: {code}, {error}");
        }

        Assert.True(all.Length >= 4, $"only {all.Length} commands were found");
    }

    private static async Task<(int Code, string Error)> RunAsync(string[] args)
    {
        using var error = new StringWriter();
        int code = await ServeCommandLine.RunAsync(args, RunningService.World(error), TestContext.Current.CancellationToken);
        return (code, error.ToString().Trim());
    }
}
