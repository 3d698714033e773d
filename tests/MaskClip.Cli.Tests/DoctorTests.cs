using MaskClip.CommandLine;

namespace MaskClip.Cli.Tests;

/// <summary>What a report of a fault needs to say of the machine.</summary>
public sealed class DoctorTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task OnAWorkingMachine_PassesItsSelfTest()
    {
        var result = await cli.SucceedAsync("doctor");

        Assert.Contains("self-test    passed", result.Output);
        foreach (var topic in new[] { "runtime", "processor", "engine", "cache", "models", "font", "programs", "settings" })
            Assert.Contains(result.Lines, line => line.StartsWith(topic, StringComparison.Ordinal));
        Assert.Contains("maskclip-serve", result.Output);
    }

    /// <summary>What is pasted into a report must not give a key away.</summary>
    [Fact]
    public async Task KeysAndTokens_AreNotShown()
    {
        const string name = "HF_DOCTOR_TEST_TOKEN", secret = "hf_0123456789";
        Environment.SetEnvironmentVariable(name, secret);
        try
        {
            var result = await cli.SucceedAsync("doctor");

            Assert.Contains($"{name} (set)", result.Output);
            Assert.DoesNotContain(secret, result.Output);
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public async Task CacheThatCannotBeWritten_SaysSoAndFails()
    {
        await File.WriteAllTextAsync(cli.At("file"), "");
        cli.Environment["MASKCLIP_HOME"] = cli.At("file", "below");

        var result = await cli.RunAsync("doctor");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("cache        FAILED", result.Output);
    }
}
