using MaskClip.Checkpoints;

namespace MaskClip.Tests.Checkpoints;

public sealed class HostilePickleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("builtins", "getattr")]
    [InlineData("torch", "load")]
    [InlineData("torch._utils", "_import_dotted_name")]
    [InlineData("torch.storage", "_load_from_bytes")]
    [InlineData("argparse", "Namespace")]
    [InlineData("__torch__x", "Y")]
    public void Open_UnknownGlobal_IsRefusedByName(string module, string name)
    {
        var pickle = new PickleBuilder().Op('}').Text("x").Global(module, name).Text("touch x").Op('\x85').Ops("Rs").Stop();
        Assert.Contains($"'{module}.{name}'", Refused(pickle).Message, StringComparison.Ordinal);
        var stacked = new PickleBuilder().Op('}').Text("x").Text(module).Text(name).Op('\x93').Op('s').Stop();
        Assert.Contains($"'{module}.{name}'", Refused(stacked).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("i")]
    [InlineData("o")]
    [InlineData("P")]
    [InlineData("\x82")]
    [InlineData("\x92")]
    [InlineData("\x97")]
    [InlineData("t")]
    [InlineData("u")]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("R")]
    [InlineData("NNR")]
    [InlineData("NQ")]
    [InlineData("NNb")]
    [InlineData("NNa")]
    [InlineData("NNNs")]
    [InlineData("}(Nu")]
    [InlineData("(Na")]
    public void Open_OperationsThatMakeNoSense_AreRefused(string operations) => Refused(new PickleBuilder().Ops(operations).Stop());

    [Fact]
    public void Open_DeepNesting_NeitherRecursesNorHarms()
    {
        var deep = new PickleBuilder();
        for (var i = 0; i < 300_000; i++) deep.Op(']');
        for (var i = 0; i < 299_999; i++) deep.Op('a');
        Refused(deep.Stop());

        var marks = new PickleBuilder();
        for (var i = 0; i < 1_500_000; i++) marks.Op('(');
        Refused(marks.Stop());

        var values = new PickleBuilder();
        for (var i = 0; i < 1_500_000; i++) values.Op('N');
        Refused(values.Stop());
    }

    [Fact]
    public void Open_EndlessOperations_AreRefused()
    {
        var pickle = new PickleBuilder().Op('N');
        for (var i = 0; i < 2_100_000; i++) pickle.Op('q', 0);
        Assert.Contains("operations", Refused(pickle.Stop()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DictionaryThatHoldsItself_IsHarmless()
    {
        var pickle = new PickleBuilder().Op('}').Op('q', 0).Text("state_dict").Op('h', 0).Op('s').Stop();
        Refused(pickle);
    }

    [Fact]
    public void Open_ModuleThatHoldsItself_IsRefused()
    {
        var pickle = new PickleBuilder()
            .Global("__torch__", "M")
            .Op(')')
            .Op('\x81')
            .Op('q', 0)
            .Op('}')
            .Text("self")
            .Op('h', 0)
            .Ops("sb")
            .Stop();
        Assert.Contains("without end", Refused(pickle).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ModulesDoubledThirtyTimes_AreRefusedSoon()
    {
        // Each module holds the one before it twice: a billion paths in a few hundred bytes.
        var pickle = new PickleBuilder().Global("__torch__", "M").Op(')').Op('\x81').Op('q', 0);
        for (byte level = 1; level <= 30; level++)
        {
            pickle.Global("__torch__", "M").Op(')').Op('\x81').Op('}').Op('(')
                .Text("a").Op('h', (byte)(level - 1)).Text("b").Op('h', (byte)(level - 1)).Ops("ub").Op('q', level);
        }

        Assert.Contains("to read its", Refused(pickle.Stop()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NameTwice_IsRefused()
    {
        var pickle = new PickleBuilder().Op('}').Op('(').Text("a").Op('N').Text("a").Op('N').Op('u').Stop();
        Assert.Contains("'a' occurs twice", Refused(pickle).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OneStorageAsTwoTypes_IsRefused()
    {
        var pickle = new PickleBuilder().Op('}').Op('(')
            .Text("a").Tensor("FloatStorage", "0", 1, 0, [1], [1]).Text("b").Tensor("HalfStorage", "0", 1, 0, [1], [1]).Op('u').Stop();
        Refused(pickle);
    }

    [Theory]
    [InlineData(4, 1_000_000_000)]
    [InlineData(4, -1)]
    public void Open_TextLongerThanTheFile_AllocatesNothing(int width, int length)
    {
        var pickle = new PickleBuilder().Op('X', BitConverter.GetBytes(length)[..width]).Stop();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(pickle);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    // In both containers; the message names the file and what to do.
    private CheckpointException Refused(byte[] pickle)
    {
        var legacy = _folder.File("legacy.pt", TorchFiles.Legacy(pickle, []));
        Assert.Equal(legacy, Assert.Throws<CheckpointException>(() => Checkpoint.Open(legacy)).Path);
        var archive = _folder.File("archive.pt", TorchFiles.Zip(pickle, TorchFiles.SmallStorages));
        var exception = Assert.Throws<CheckpointException>(() => Checkpoint.Open(archive));
        Assert.Equal(archive, exception.Path);
        Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
        return exception;
    }
}
