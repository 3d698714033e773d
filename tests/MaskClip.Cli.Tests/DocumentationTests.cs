using MaskClip.Cli.Commands;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

/// <summary>Every command that README and docs show is given to the command line.</summary>
public sealed class DocumentationTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private const string FromSource = "dotnet run -c Release --project src/MaskClip.Cli --";

    // What takes minutes or the network is told to print its settings instead; all others run, in an empty folder.
    private static readonly string[] Costly = ["models pull", "models convert", "doctor", "sample --count", "study"];

    // The method of docs/adding-a-method.md is known to who adds it.
    private static readonly string[] AddedByTheReader = ["itaclip-attention", "--to mine"];

    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Commands_OfTheDocs_AreNoUsageErrors()
    {
        List<string> wrong = [];
        int count = 0;
        foreach (var (place, args) in DocumentedCommands.Of("maskclip", FromSource).Where(one => ExternalVerb.Find(one.Args) is null))
        {
            count++;
            var line = string.Join(' ', args);
            bool costly = Costly.Any(beginning => line.StartsWith(beginning, StringComparison.Ordinal));
            var result = await cli.RunAsync(costly ? [.. args, "--print-config"] : args);
            // Photos, data and models that are not there end a command with 1: no test has them.
            bool added = AddedByTheReader.Any(name => line.Contains(name, StringComparison.Ordinal));
            bool fine = added || result.Code == 0 || (result.Code == 1 && !costly);
            if (!fine) wrong.Add($"{place}: maskclip {line}: {result.Code}, {result.Error.Trim()}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(count > 30, $"only {count} commands were found");
    }

    [Fact]
    public async Task FirstCommandOfTheReadme_MakesItsPicture()
    {
        var (_, args) = DocumentedCommands.Of(FromSource).First();
        await cli.SucceedAsync(args);
        Assert.True(File.Exists(cli.At("out", "postcard.overlay.png")));
    }

    [Fact]
    public async Task WrongOption_WouldBeFound()
    {
        foreach (var verb in (string[])["segment", "eval", "models", "sample", "datasets"])
            Assert.Equal(2, (await cli.RunAsync(verb, "--no-such-option", "1")).Code);
    }
}
