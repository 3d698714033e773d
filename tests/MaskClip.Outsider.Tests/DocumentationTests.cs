using MaskClip.Testing;

namespace MaskClip.Outsider.Tests;

/// <summary>Every C# block of README.md and docs/*.md is a part of a file of this project, so it compiles with public API alone, and most of it runs.</summary>
public class DocumentationTests
{
    private static readonly string Root = SharedData.Repository;

    public static TheoryData<string, int> Blocks
    {
        get
        {
            var blocks = new TheoryData<string, int>();
            foreach (var page in Pages())
            {
                int count = BlocksOf(page).Count;
                for (int i = 0; i < count; i++) blocks.Add(Path.GetRelativePath(Root, page), i);
            }

            return blocks;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Block_IsCompiledHere(string page, int index)
    {
        var block = BlocksOf(Path.Combine(Root, page))[index];
        var sources = Directory.GetFiles(Path.Combine(Root, "tests", "MaskClip.Outsider.Tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

        Assert.True(
            sources.Any(source => Holds(File.ReadAllLines(source), block)),
            $"No file of tests/MaskClip.Outsider.Tests holds this block of {page}, line for line:\n{string.Join('\n', block)}");
    }

    [Fact]
    public void Pages_ThatPromiseCode_HaveSome()
    {
        Assert.NotEmpty(BlocksOf(Path.Combine(Root, "README.md")));
        Assert.InRange(BlocksOf(Path.Combine(Root, "docs", "library.md")).Count, 8, int.MaxValue);
        Assert.InRange(BlocksOf(Path.Combine(Root, "docs", "adding-a-method.md")).Count, 2, int.MaxValue);
    }

    [Fact]
    public void Holds_OneLineChanged_SaysNo()
    {
        string[] source = ["{", "    using var a = B();", "", "    if (a)", "        c();", "}"];

        Assert.True(Holds(source, ["using var a = B();", "", "if (a)", "    c();"]));
        Assert.False(Holds(source, ["using var a = B();", "", "if (b)", "    c();"]));
        Assert.False(Holds(source, ["using var a = B();", "if (a)"]));
        Assert.False(Holds(source, ["if (a)", "c();"]));
    }

    private static IEnumerable<string> Pages() => Directory.GetFiles(Path.Combine(Root, "docs"), "*.md")
        .Concat(((string[])["README.md", "src/PACKAGE.md"]).Select(page => Path.Combine(Root, page))).Order();

    private static List<string[]> BlocksOf(string page)
    {
        var blocks = new List<string[]>();
        List<string>? block = null;
        foreach (var line in File.ReadAllLines(page))
        {
            if (block is null)
            {
                if (line.StartsWith("```csharp", StringComparison.Ordinal)) block = [];
            }
            else if (line.StartsWith("```", StringComparison.Ordinal))
            {
                blocks.Add([.. block]);
                block = null;
            }
            else
            {
                block.Add(line);
            }
        }

        return blocks;
    }

    /// <summary>Whether lines follow one another in a file, all indented alike.</summary>
    private static bool Holds(string[] source, string[] block)
    {
        for (int start = 0; start + block.Length <= source.Length; start++)
        {
            if (!source[start].EndsWith(block[0], StringComparison.Ordinal)) continue;
            var indent = source[start][..^block[0].Length];
            if (indent.All(letter => letter == ' ')
                && block.Select((line, i) => line.Length == 0 ? source[start + i].Length == 0 : source[start + i] == indent + line).All(same => same)) return true;
        }

        return false;
    }
}
