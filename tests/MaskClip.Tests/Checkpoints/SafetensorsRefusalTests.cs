using MaskClip.Checkpoints;

namespace MaskClip.Tests.Checkpoints;

public sealed class SafetensorsRefusalTests
{
    [Theory]
    [InlineData(
        "overlaps",
        "b",
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""")]
    [InlineData(
        "hole", "b", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""")]
    [InlineData("hole", "a", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""")]
    [InlineData("end at byte", null, """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("of 12 data bytes", "a", """{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""")]
    [InlineData("of 12 data bytes", "a", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}""")]
    [InlineData("of 12 data bytes", "a", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""")]
    [InlineData("of 12 data bytes", "a", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}}""")]
    [InlineData("do not hold the shape [3, 2] as F32", "a", """{"a":{"dtype":"F32","shape":[3,2],"data_offsets":[0,12]}}""")]
    [InlineData("do not hold the shape [3] as F16", "a", """{"a":{"dtype":"F16","shape":[3],"data_offsets":[0,12]}}""")]
    [InlineData("do not hold", "a", """{"a":{"dtype":"F32","shape":[-3],"data_offsets":[0,12]}}""")]
    [InlineData("do not hold", "a", """{"a":{"dtype":"U8","shape":[2147483647,2147483647,4],"data_offsets":[0,12]}}""")]
    [InlineData("do not hold", "a", """{"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,0]}}""")]
    [InlineData(
        "occurs twice",
        "a",
        """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""")]
    [InlineData("two offsets", "a", """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0]}}""")]
    [InlineData("JSON", null, """{"a":{"dtype":"F32","shape":[99999999999],"data_offsets":[0,12]}}""")]
    [InlineData("JSON", null, """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,12]}}""")]
    [InlineData("JSON", null, """{"a":{"dtype":"F32","data_offsets":[0,12]}}""")]
    [InlineData("JSON", null, """{"a":{"dtype":7,"shape":[3],"data_offsets":[0,12]}}""")]
    [InlineData("JSON", null, """{"a":[]}""")]
    [InlineData("JSON", null, """{"__metadata__":{"a":1}}""")]
    [InlineData("JSON", null, """{"a":{"a":{"a":{"a":{"a":{}}}}}}""")]
    [InlineData("JSON", null, """{"\ud800":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""")]
    [InlineData("JSON", null, """{} {}""")]
    [InlineData("JSON", null, """{"a":""")]
    [InlineData("JSON", null, """[]""")]
    public void Parse_WrongHeader_NamesTheFault(string error, string? tensor, string header)
    {
        var exception = Refused(SafetensorsBytes.Build(header, 12));
        Assert.Contains(error, exception.Message, StringComparison.Ordinal);
        Assert.Equal(tensor, exception.Tensor);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(100_000_001)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void Parse_HeaderLongerThanTheFile_AllocatesNothing(long length)
    {
        byte[] file = [.. BitConverter.GetBytes(length), .. "{        }"u8];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("header claims", Refused(file).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Parse_NothingButAHeader_HasNoTensors() =>
        Assert.Empty(SafetensorsFile.Parse("empty", SafetensorsBytes.Build("{}", 0)).Tensors);

    [Fact]
    public void Indexer_MissingTensor_NamesItAndWhatThereIs()
    {
        using var file = SafetensorsFile.Parse("x", SafetensorsBytes.One("here", "U8", [1], [1]));
        var exception = Assert.Throws<CheckpointException>(() => file["there"]);
        Assert.Equal("there", exception.Tensor);
        Assert.Contains("here", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_AfterDispose_Throw()
    {
        var file = SafetensorsFile.Parse("x", SafetensorsBytes.One("a", "U8", [1], [1]));
        var tensor = file["a"];
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.ToArray());
    }

    private static CheckpointException Refused(byte[] file)
    {
        var exception = Assert.Throws<CheckpointException>(() => SafetensorsFile.Parse("broken.safetensors", file));
        Assert.Equal("broken.safetensors", exception.Path);
        return exception;
    }

    [Fact]
    public void Open_TensorOfATypeThatIsNotRead_CanBePassedOverAndNotBeRead()
    {
        using var file = SafetensorsFile.Parse(
            "x", SafetensorsBytes.Build("""{"a":{"dtype":"F8_E4M3","shape":[12],"data_offsets":[0,12]}}""", 12));
        Assert.Equal([12], file["a"].Shape);
        var exception = Assert.Throws<CheckpointException>(() => file["a"].ToArray());
        Assert.Equal("a", exception.Tensor);
        Assert.Contains("'F8_E4M3' is not read", exception.Message, StringComparison.Ordinal);
    }
}
