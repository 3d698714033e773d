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
        { new OptionsException("the device is 'x'", "device"), ExitCode.WrongUsage },
        { new KeyNotFoundException("no such key"), ExitCode.Failed },
        { new FileNotFoundException("There is no model"), ExitCode.Failed },
        { new CheckpointException("a.pt", "it is cut off"), ExitCode.Failed },
        { new NotSupportedException("The device is not there"), ExitCode.Failed },
        { new AggregateException(new UsageException("--size is 3")), ExitCode.WrongUsage },
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
        if (error is AggregateException several) error = several.InnerException!;
        Assert.Contains(error.Message.Split('\n')[0].Replace(" (Parameter 'photo')", "", StringComparison.Ordinal), result.Error);
        Assert.DoesNotContain("(Parameter", result.Error);
        Assert.Equal(expected == ExitCode.WrongUsage, result.Error.Contains("--help"));
        Assert.Equal(
            error is ArgumentException and not OptionsException or ObjectDisposedException or KeyNotFoundException,
            result.Error.Contains("error of the program"));
    }
}
