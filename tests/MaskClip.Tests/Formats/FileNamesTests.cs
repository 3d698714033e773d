using CsCheck;
using MaskClip.Formats;

namespace MaskClip.Tests.Formats;

public class FileNamesTests
{
    [Theory]
    [InlineData("traffic light", "traffic-light")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("a:b*c?", "a-b-c")]
    [InlineData("Straße", "Straße")]
    [InlineData("...", "class")]
    [InlineData("", "class")]
    public void Unique_Name_IsSafe(string name, string expected) => Assert.Equal(expected, new FileNames().Unique(name));

    [Fact]
    public void Unique_NamesThatBecomeAlike_AreNumbered()
    {
        var names = new FileNames();
        Assert.Equal(["a-b", "A-B-2", "a-b-3"], new[] { "a b", "A/B", "a_b" }.Select(names.Unique));
    }

    [Fact]
    public void Unique_AnyName_HasNoSeparatorAndIsShort() => Gen.String.Sample(name =>
    {
        var safe = new FileNames().Unique(name);
        return safe.Length is > 0 and <= 42 && safe.All(c => c == '-' || char.IsLetterOrDigit(c) || char.IsSurrogate(c));
    });
}
