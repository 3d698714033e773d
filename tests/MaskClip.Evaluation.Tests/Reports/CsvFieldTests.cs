using MaskClip.Evaluation;

namespace MaskClip.Evaluation.Tests.Reports;

public class CsvFieldTests
{
    [Theory]
    [InlineData("cat", "cat")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30", "'+49 30")]
    [InlineData("-cat", "'-cat")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tcat", "'\tcat")]
    [InlineData("\r=cat", "\"'\r=cat\"")]
    [InlineData("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"")]
    [InlineData("a=b-c", "a=b-c")]
    public void Of_Text_IsOneFieldAndNoFormula(string text, string expected) => Assert.Equal(expected, CsvField.Of(text));
}
