using System.Text.Json;
using MaskClip.Errors;

namespace MaskClip.Tests.Storage;

public class JsonErrorsTests
{
    [Theory]
    [InlineData("{\n \"Width\": \"wide\" }", "a value of another kind is expected at $.Width (line 2)")]
    [InlineData("[1]", "a value of another kind is expected (line 1)")]
    [InlineData("{ \"Height\": 1 }", "'Width' is missing")]
    [InlineData("{ \"Width\": 1,\n\n", "(line 3)")]
    [InlineData("<html>", "is an invalid start of a value (line 1)")]
    public void Plain_Error_NamesThePlaceAndNoType(string json, string expected)
    {
        var message = JsonErrors.Plain(Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Box>(json)));

        Assert.Contains(expected, message);
        Assert.DoesNotMatch(@"System\.|Tests|LineNumber|BytePosition", message);
    }

    private sealed class Box
    {
        public required int Width { get; init; }

        public int Height { get; init; }
    }
}
