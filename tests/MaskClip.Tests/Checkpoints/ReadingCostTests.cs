using System.Buffers.Binary;
using System.IO.Compression;
using MaskClip.Checkpoints;

namespace MaskClip.Tests.Checkpoints;

/// <summary>
/// A small file cannot ask for much: what it names again and again is paid for again and again, out of what its size allows.
/// </summary>
public sealed class ReadingCostTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_ModulesSharedAtEveryLevel_DoNotMultiplyTheirNames()
    {
        var pickle = new PickleBuilder();
        Module(pickle, 0, inside => inside.Text("w").Tensor("FloatStorage", "0", 1, 0, [1], [1]));
        for (int level = 1; level <= 15; level++)
        {
            int below = level - 1;
            Module(
                pickle,
                level,
                inside => Recall(Recall(inside.Text(new string('L', 100_000)), below).Text(new string('R', 100_000)), below));
        }

        Refused(TorchFiles.Zip(Recall(pickle, 15).Stop(), [new byte[4]], CompressionLevel.Optimal), "MiB of memory");
    }

    [Fact]
    public void Open_ShapeSharedByManyTensors_IsNotCopiedForEach()
    {
        var pickle = new PickleBuilder().Op('(');
        for (int i = 0; i < 200_000; i++) pickle.Op('K', 1);
        Remember(pickle.Op('t'), 0).Op('0').Op('}').Op('(');
        for (int i = 0; i < 1000; i++)
        {
            pickle.Text($"t{i}").Global("torch._utils", "_rebuild_tensor_v2").Op('(').Storage("FloatStorage", "0", 1).Number(0);
            Recall(Recall(pickle, 0), 0).Op('\x89').Op('N').Ops("tR");
        }

        Refused(TorchFiles.Zip(pickle.Op('u').Stop(), [new byte[4]]), "_rebuild_tensor_v2");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_EntriesCopiedAgainAndAgain_AreCounted(bool ordered)
    {
        var pickle = new PickleBuilder().Op(ordered ? ']' : '}').Op('(');
        for (int i = 0; i < 20_000; i++)
        {
            pickle.Text($"{i}").Op('N');
            if (ordered) pickle.Op('\x86');
        }

        Remember(pickle.Op(ordered ? 'e' : 'u'), 0).Op('0');
        for (int i = 0; i < 3000; i++)
        {
            if (ordered) Recall(pickle.Global("collections", "OrderedDict"), 0).Op('\x85').Op('R');
            else Recall(pickle.Global("__torch__", "M").Ops(")\x81"), 0).Op('b');
            pickle.Op('0');
        }

        Refused(TorchFiles.Zip(pickle.Op('}').Stop(), []), "to read its");
    }

    [Fact]
    public void Open_StorageThatInflatesToMuchMore_IsRefusedBeforeItIsInflated()
    {
        const int Count = 64 << 20;
        var pickle = new PickleBuilder().Op('}').Op('(').Text("a").Tensor("FloatStorage", "0", Count, 0, [Count], [1]).Op('u').Stop();
        Refused(TorchFiles.Zip(pickle, [new byte[4 * Count]], CompressionLevel.Fastest), "MiB of memory", maxBytes: 300L << 20);
    }

    [Fact]
    public void Open_PickleThatInflatesToMuchMore_IsRefusedBeforeItIsInflated()
    {
        var pickle = new PickleBuilder().Op('B', [0, 0, 0, 10, .. new byte[10 << 24]]).Op('0').Op('}').Stop();
        Refused(TorchFiles.Zip(pickle, [], CompressionLevel.Fastest), "MiB of memory");
    }

    [Fact]
    public void Open_StorageSharedByManyTensors_IsPaidForByEach()
    {
        const int Count = 1 << 18;
        var pickle = new PickleBuilder().Op('}').Op('(');
        for (int i = 0; i < 500; i++) pickle.Text($"t{i}").Tensor("FloatStorage", "0", Count, 0, [Count], [1]);
        Refused(TorchFiles.Zip(pickle.Op('u').Stop(), [new byte[4 * Count]]), "MiB of memory");
    }

    private static void Module(PickleBuilder pickle, int number, Action<PickleBuilder> attributes)
    {
        pickle.Global("__torch__", "M").Ops(")\x81}(");
        attributes(pickle);
        Remember(pickle.Ops("ub"), number).Op('0');
    }

    private static PickleBuilder Remember(PickleBuilder pickle, int number) => pickle.Op('r', Little(number));

    private static PickleBuilder Recall(PickleBuilder pickle, int number) => pickle.Op('j', Little(number));

    private static byte[] Little(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    private void Refused(byte[] file, string message, long maxBytes = 200L << 20)
    {
        var path = folder.File("hostile.pt", file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<CheckpointException>(() => Checkpoint.Open(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, maxBytes);
    }
}
