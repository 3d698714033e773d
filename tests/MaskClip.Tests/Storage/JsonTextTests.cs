using System.Text.Json;
using MaskClip.Errors;

namespace MaskClip.Tests.Storage;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("{\"a\":\"\xff\"}")]
    [InlineData("{\"\xff\":1}")]
    [InlineData("{\"a\":[1,\n\"\\ud800\"]}")]
    [InlineData("{\"\\udfff\":1}")]
    [InlineData("{\"a\":\"\\ud800\\u0041\"}")]
    public void Parse_TextThatIsNone_IsAnErrorWithItsLine(string text)
    {
        byte[] bytes = [.. text.Select(letter => (byte)letter)];

        var error = Assert.Throws<JsonException>(() => JsonText.Parse(bytes));

        Assert.Equal(text.Count(letter => letter == '\n'), error.LineNumber);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"b":{"a":1,"\u0061":2}}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Object_NameTwiceOrNoObject_IsAnError(string text) => Assert.Throws<JsonException>(() => JsonText.ParseObject(text));

    [Fact]
    public void Parse_ByteOrderMarkAndPairs_AreRead()
    {
        using var json = JsonText.Parse(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'"', (byte)'\\', (byte)'u', (byte)'d', (byte)'8', (byte)'3',
            (byte)'d', (byte)'\\', (byte)'u', (byte)'d', (byte)'e', (byte)'0', (byte)'0', (byte)'"' });

        Assert.Equal("\U0001F600", json.RootElement.GetString());
    }
}
