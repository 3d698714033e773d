using System.Text;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Terminal;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

/// <summary>What comes from outside is shown, and does nothing.</summary>
public sealed class TerminalTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private const string Evil = "\u001b]0;title\a\u001b[31m";
    private const string Shown = @"\u001b]0;title\u0007\u001b[31m";

    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task FileName_InAnError_IsEscaped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No such file names there.");
        cli.Broken($"in/a{Evil}\nerror: all is lost.png");
        cli.Photo("in/good [bold]x[/].png");

        var result = await cli.RunAsync("segment", "in", "-p", "sky", "-p", "grass", "--json");

        Assert.Equal(ExitCode.SomeFailed, result.Code);
        Assert.Contains($@"a{Shown}\nerror: all is lost.png", result.Error);
        AssertHarmless(result);
        Assert.All(result.Lines, line => System.Text.Json.JsonDocument.Parse(line).Dispose());
        Assert.Contains("good [bold]x[/].png", result.Output);
    }

    [Fact]
    public async Task Arguments_InErrors_AreEscaped()
    {
        foreach (string[] args in new string[][]
        {
            [$"{Evil}verb"],
            ["segment", $"--{Evil}"],
            ["segment", "--sample", "-p", "sky", "--size", Evil],
            ["models", "info", $"{Evil}\n"],
            ["models", "pull", $"hf:{Evil}"],
            ["segment", "--sample", "-p", Evil],
        })
        {
            var result = await cli.RunAsync(args);
            Assert.NotEqual(ExitCode.Done, result.Code);
            Assert.Contains(@"\u001b", result.Error);
            AssertHarmless(result);
        }
    }

    [Fact]
    public async Task CheckpointStrings_AreEscaped()
    {
        byte[] header = Encoding.UTF8.GetBytes("""{"x\u001b[31m\n": {"dtype": "\u001b[31mF32", "shape": [1], "data_offsets": [0, 4]}}""");
        await File.WriteAllBytesAsync(cli.At("evil.safetensors"), [.. BitConverter.GetBytes((long)header.Length), .. header, 0, 0, 0, 0]);

        var result = await cli.RunAsync("models", "info", cli.At("evil.safetensors"));

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains(@"1 tensors (x\u001b[31m\n)", result.Error);
        AssertHarmless(result);
    }

    [Fact]
    public async Task ReasonOfAServer_IsEscaped()
    {
        await using var hub = new FakeHub("a/b", []) { Override = _ => LoopbackServer.Refuse("404 Not\u001b[31m Found") };
        cli.Environment["HF_ENDPOINT"] = hub.Address;
        cli.Environment["HF_HOME"] = cli.At("huggingface");

        var result = await cli.RunAsync("models", "pull", "hf:a/b");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("404", result.Error);
        AssertHarmless(result);
    }

    [Fact]
    public void Tables_AnyCells_KeepTheirRowsAndAreNoMarkup()
    {
        using var text = new StringWriter();
        Tables.Write(text, ["[h]", "b"], [["[red]x[/]", "a\nb"], [Evil, "[/]"]]);

        var lines = text.ToString().Split('\n');
        Assert.Contains(
            lines, line => line.Contains("[red]x[/]", StringComparison.Ordinal) && line.Contains(@"a\nb", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(Shown, StringComparison.Ordinal) && line.Contains("[/]", StringComparison.Ordinal));
    }

    [Fact]
    public void TerminalWriter_AnyWayOfWriting_EscapesAndKeepsPairsAndLines()
    {
        using var text = new StringWriter { NewLine = "\r\n" };
        using var writer = new TerminalWriter(text, null);
        writer.Write('\ud83d');
        writer.Write('\ude00');
        writer.Write('\u001b');
        writer.Write("a\tb\r\n");
        writer.Write("xy\u009bz".AsSpan(1));
        writer.Write(['\a', '!'], 0, 2);
        writer.WriteLine($"{1}\r{2}");
        writer.WriteLine();
        StatusLine.Draw(writer, "50 %\u001b[2J");

        Assert.Equal("😀\\u001ba\tb\r\ny\\u009bz\\u0007!1\\r2\r\n\r\n\r50 %\\u001b[2J\u001b[K", text.ToString());
    }

    [Fact]
    public void Logger_AMessageFromOutside_IsOneLineAndSaidOnce()
    {
        using var error = new StringWriter();
        var logger = new StderrLogger(error, verbose: false);
        for (int i = 0; i < 2; i++)
            Microsoft.Extensions.Logging.LoggerExtensions.LogWarning(logger, "The name '{Name}' is long.", $"{Evil}\n");

        Assert.Equal($@"warning: The name '{Shown}\n' is long.{error.NewLine}", error.ToString());
    }

    private static void AssertHarmless(CliResult result) =>
        Assert.DoesNotContain(result.Error + result.Output, letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'));
}
