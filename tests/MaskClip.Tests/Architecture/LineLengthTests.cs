using MaskClip.Testing;

namespace MaskClip.Tests.Architecture;

/// <summary>Lines stay within what two windows side by side show.</summary>
public sealed class LineLengthTests
{
    private const int Columns = 140;

    private static readonly string[] Folders = ["src", "tests", "bench", "eng", "samples"];

    [Fact]
    public void Sources_EveryLine_IsWithinTheColumns()
    {
        var files = Folders.SelectMany(folder => Directory.EnumerateFiles(
            Path.Combine(SharedData.Repository, folder), "*.cs", SearchOption.AllDirectories)).Where(IsOurs).ToArray();
        Assert.True(files.Length > 500);
        Assert.Empty(files.SelectMany(TooLong));
    }

    // What the guide's tests hold is the documentation's text, line for line.
    private static bool IsOurs(string path) =>
        !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "MaskClip.Outsider.Tests");

    /// <summary>Text between three quotes is what it is, and a reference cannot be broken.</summary>
    private static IEnumerable<string> TooLong(string path)
    {
        bool text = false;
        int number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            int quotes = (line.Length - line.Replace("\"\"\"", "", StringComparison.Ordinal).Length) / 3;
            bool isText = text || quotes > 0;
            if (quotes % 2 == 1) text = !text;
            if (line.Length > Columns && !isText && !line.Contains("<inheritdoc cref", StringComparison.Ordinal))
            {
                yield return $"{Path.GetRelativePath(SharedData.Repository, path)}:{number} has {line.Length} columns";
            }
        }
    }
}
