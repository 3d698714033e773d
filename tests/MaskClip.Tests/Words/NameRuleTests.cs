using MaskClip.Words;

namespace MaskClip.Tests.Words;

/// <summary>One rule for names, whichever way they come in.</summary>
public sealed class NameRuleTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-").FullName;

    public static TheoryData<string, string> Refused => new()
    {
        { "a\u001b[31mb", "has a control character" },
        { "a\nb", "has a control character" },
        { "a\0b", "has a control character" },
        { "a\u0085b", "has a control character" },
        { "half \ud83d", "has letters that could not be read" },
        { "\udc00half", "has letters that could not be read" },
        { "latin \ufffd", "has letters that could not be read" },
        { new string('x', 1001), "has 1001 letters; up to 1000 are allowed" },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Refused))]
    public void Name_ThatIsNone_IsRefusedOnEveryPath(string name, string expected)
    {
        var fine = Vocabulary.Parse(["cat"]);
        Func<Vocabulary>[] paths =
        [
            () => Vocabulary.Parse([name]),
            () => Vocabulary.Parse([$"cat|{name}"]),
            () => Vocabulary.Parse(["cat"], [name]),
            () => new Vocabulary([new VocabularyClass(name, ["cat"])]),
            () => new Vocabulary([new VocabularyClass("cat", [name])]),
            () => fine.With([name]),
            () => fine.WithBackground([$"wall, {name}"]),
            () => Vocabulary.Create([new VocabularyClass(name, [name])], Palette.Default, []),
        ];
        foreach (var path in paths)
        {
            var message = Assert.Throws<OptionsException>(path).Message;
            Assert.Contains(expected, message);
            Assert.DoesNotContain(message, char.IsControl);
            Assert.True(message.Length < 300);
        }
    }

    [Theory]
    [InlineData("latin1", "has letters that could not be read; save the text as UTF-8")]
    [InlineData("escape", "has a control character")]
    public void File_WithSuchALine_IsRefusedByItsNumber(string kind, string expected)
    {
        var path = Path.Combine(folder, "names.txt");
        File.WriteAllBytes(path, kind == "latin1" ? [.. "cat\nk"u8, 0xe4, .. "se\n"u8] : "cat\nd\u001b[31mog\n"u8.ToArray());

        var message = Assert.Throws<FormatException>(() => Vocabulary.FromFile(path)).Message;

        Assert.Contains("line 2", message);
        Assert.Contains(expected, message);
    }

    [Theory]
    [InlineData("[\"cup\",\"table\"]", 1, "JSON")]
    [InlineData("{\n\"0\": \"cup\"\n}", 1, "JSON")]
    [InlineData("names:\n  0: cup\n", 1, "YAML")]
    [InlineData("cup\n- table\n", 2, "YAML")]
    [InlineData("cup\n1: table\n", 2, "a number before the name")]
    [InlineData("id,name\n0,\"cup\"\n", 2, "a number before the name")]
    public void File_OfAnotherFormat_IsRefusedByItsLine(string text, int line, string expected)
    {
        var path = Path.Combine(folder, "names.txt");
        File.WriteAllText(path, text);

        var message = Assert.Throws<FormatException>(() => Vocabulary.FromFile(path)).Message;

        Assert.Contains($"line {line}:", message);
        Assert.Contains(expected, message);
    }

    [Theory]
    [InlineData("__metadata__")]
    [InlineData("Käse, 日本語 😀")]
    [InlineData("a [red]b[/]")]
    [InlineData("../../etc/passwd")]
    public void Name_ThatIsOdd_IsAName(string name) => Assert.Equal(name, Assert.Single(Vocabulary.Parse([name]).Classes).Name);

    [Fact]
    public void ErrorOf_EmptyNames_SaysSo() =>
        Assert.All(new[] { null, "", " ", "\t\n" }, name => Assert.Contains("is empty", NameRule.ErrorOf(name)));
}
