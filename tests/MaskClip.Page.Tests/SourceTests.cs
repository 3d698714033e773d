using System.Runtime.CompilerServices;

namespace MaskClip.Page.Tests;

/// <summary>The page's parts by themselves, in node.</summary>
public sealed class SourceTests
{
    [Fact]
    public async Task TestsOfTheSources_Pass()
    {
        var web = Path.GetFullPath(Path.Combine(Folder(), "..", "..", "web"));
        Assert.SkipUnless(Directory.Exists(Path.Combine(web, "node_modules", "vite")), "web/ has no packages: the build had no npm.");

        var (code, output, error) = await Script.Node(["--test", "--test-reporter=tap", "tests/"], folder: web);

        Assert.True(code == 0, output + error);
        Assert.Matches(@"# pass [1-9]\d", output);
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
