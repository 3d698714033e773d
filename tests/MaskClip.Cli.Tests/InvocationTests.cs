using System.CommandLine;
using MaskClip.Cli.Commands;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;

namespace MaskClip.Cli.Tests;

/// <summary>What goes wrong, as exit codes: only what people chose is wrong usage.</summary>
public sealed class InvocationTests : IDisposable
{
    private readonly Cli cli = new();

    public static TheoryData<Exception, int> Errors => new()
    {
        { new OptionsException("the size is 3"), ExitCode.WrongUsage },
        { new UsageException("--size is 3"), ExitCode.WrongUsage },
        { new ArgumentException("a span is too short"), ExitCode.Failed },
        { new ArgumentNullException("photo", "there is none"), ExitCode.Failed },
        { new ObjectDisposedException("model"), ExitCode.Failed },
    };

    public void Dispose() => cli.Dispose();

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Run_AVerbThrows_ExitCodeTellsWhoseErrorItIs(Exception error, int expected)
    {
        var verb = new Verb("verb", "What throws.", "verb");
        verb.SetAction(int (_) => throw error);

        var result = await cli.RunAsync((host, token) => Invocation.RunAsync(new RootCommand { verb }, ["verb"], host, token));

        Assert.Equal(expected, result.Code);
        Assert.Contains(error.Message.Split('\n')[0], result.Error);
        Assert.Equal(expected == ExitCode.WrongUsage, result.Error.Contains("--help"));
        Assert.Equal(error is ArgumentException and not OptionsException, result.Error.Contains("error of the program"));
    }
}
