using System.IO.Compression;
using MaskClip.Checkpoints;

namespace MaskClip.Tests.Checkpoints;

public sealed class TorchFileTests : IDisposable
{
    private static readonly float[] Storage = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("stored")]
    [InlineData("deflated")]
    [InlineData("no root folder")]
    [InlineData("legacy")]
    public void Open_StateDict_GivesItsTensors(string kind)
    {
        var (pickle, storages) = (TorchFiles.SmallPickle, TorchFiles.SmallStorages);
        using var checkpoint = Open(kind switch
        {
            "stored" => TorchFiles.Zip(pickle, storages),
            "deflated" => TorchFiles.Zip(pickle, storages, CompressionLevel.SmallestSize),
            "no root folder" => TorchFiles.Zip(pickle, storages, root: ""),
            _ => TorchFiles.Legacy(pickle, storages),
        });
        Assert.Equal(2, checkpoint.Tensors.Count);
        Assert.Equal([2, 3], checkpoint.Require("weight").Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], checkpoint.Require("weight").ToArray());
        Assert.Equal([7, 8, 9], checkpoint.Require("bias").ToArray());
    }

    [Theory]
    [InlineData(new long[] { 4, 3 }, new long[] { 3, 1 }, 0, new float[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 })]
    [InlineData(new long[] { 3, 4 }, new long[] { 1, 3 }, 0, new float[] { 0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11 })]
    [InlineData(new long[] { 2, 2 }, new long[] { 6, 2 }, 3, new float[] { 3, 5, 9, 11 })]
    [InlineData(new long[] { 2, 1, 2 }, new long[] { 2, 99, 1 }, 8, new float[] { 8, 9, 10, 11 })]
    [InlineData(new long[] { }, new long[] { }, 5, new float[] { 5 })]
    [InlineData(new long[] { 0, 3 }, new long[] { 3, 1 }, 0, new float[] { })]
    public void Open_StridedTensor_IsGathered(long[] size, long[] stride, long offset, float[] expected)
    {
        var pickle = new PickleBuilder().Op('}').Text("t").Tensor("FloatStorage", "0", 12, offset, size, stride).Op('s').Stop();
        using var archive = Open(TorchFiles.Zip(pickle, [TorchFiles.Floats(Storage)]));
        Assert.Equal(expected, archive.Require("t").ToArray());
        using var legacy = Open(TorchFiles.Legacy(pickle, [TorchFiles.Floats(Storage)]));
        Assert.Equal(expected, legacy.Require("t").ToArray());
    }

    [Theory]
    [InlineData(new long[] { 13 }, new long[] { 1 }, 0)]
    [InlineData(new long[] { 12 }, new long[] { 1 }, 1)]
    [InlineData(new long[] { 2, 2 }, new long[] { 11, 1 }, 0)]
    [InlineData(new long[] { 2 }, new long[] { -1 }, 1)]
    [InlineData(new long[] { 2 }, new long[] { 1 }, -1)]
    [InlineData(new long[] { 2 }, new long[] { 1 }, long.MaxValue)]
    [InlineData(new long[] { 2, 2 }, new long[] { long.MaxValue, long.MaxValue }, 0)]
    [InlineData(new long[] { 1 << 20, 1 << 20 }, new long[] { 0, 0 }, 0)]
    [InlineData(new long[] { 1L << 32, 1L << 32 }, new long[] { 1, 1 }, 0)]
    [InlineData(new long[] { -1 }, new long[] { 1 }, 0)]
    [InlineData(new long[] { 2, 2 }, new long[] { 1 }, 0)]
    [InlineData(new long[] { 13 }, new long[] { 0 }, 0)]
    public void Open_TensorOutsideItsStorage_IsRefusedByName(long[] size, long[] stride, long offset)
    {
        var pickle = new PickleBuilder().Op('}').Text("far").Tensor("FloatStorage", "0", 12, offset, size, stride).Op('s').Stop();
        Assert.Equal("far", Refused(TorchFiles.Zip(pickle, [TorchFiles.Floats(Storage)])).Tensor);
        Assert.Equal("far", Refused(TorchFiles.Legacy(pickle, [TorchFiles.Floats(Storage)])).Tensor);
    }

    [Fact]
    public void Open_StorageShorterThanClaimed_IsRefused()
    {
        var pickle = new PickleBuilder().Op('}').Text("t").Tensor("FloatStorage", "0", 13, 0, [13], [1]).Op('s').Stop();
        Assert.Contains("48 bytes", Refused(TorchFiles.Zip(pickle, [TorchFiles.Floats(Storage)])).Message, StringComparison.Ordinal);
        Refused(TorchFiles.Legacy(pickle, [TorchFiles.Floats(Storage)]));
    }

    [Fact]
    public void Open_MissingStorage_IsRefusedByName()
    {
        var exception = Refused(TorchFiles.Zip(TorchFiles.SmallPickle, [TorchFiles.SmallStorages[0]]));
        Assert.Equal("bias", exception.Tensor);
        Assert.Contains("archive/data/1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state_dict", "module.")]
    [InlineData("model", "")]
    [InlineData("model_state_dict", "_orig_mod.module.")]
    public void Open_TrainingCheckpoint_TakesTheWeightsAndStripsPrefixes(string wrapper, string prefix)
    {
        var pickle = new PickleBuilder().Op('}').Op('(')
            .Text("epoch").Number(7)
            .Text("best").Tensor("FloatStorage", "0", 12, 0, [1], [1])
            .Text(wrapper).Op('}').Text(prefix + "weight").Tensor("FloatStorage", "0", 12, 0, [2], [1]).Op('s')
            .Text("optimizer").Op('}').Text("state").Op('}').Number(0)
            .Op('}').Text("exp_avg").Tensor("FloatStorage", "1", 1, 0, [1], [1]).Ops("sss")
            .Op('u').Stop();
        using var archive = Open(TorchFiles.Zip(pickle, [TorchFiles.Floats(Storage), TorchFiles.Floats(1)]));
        Assert.Equal(["weight"], archive.Tensors.Keys);
        using var legacy = Open(TorchFiles.Legacy(pickle, [TorchFiles.Floats(Storage), TorchFiles.Floats(1)]));
        Assert.Equal([0, 1], legacy.Require("weight").ToArray());
    }

    [Fact]
    public void Open_TrainingCheckpointInOtherWords_TakesTheOnlyModel()
    {
        using var archive = Open(TorchFiles.Zip(Training("params_of_ema"), [TorchFiles.Floats(Storage), TorchFiles.Floats(1)]));
        Assert.Equal(["net.weight"], archive.Tensors.Keys);
    }

    [Fact]
    public void Open_TrainingCheckpointOfTwoModels_NamesBoth()
    {
        var path = _folder.File(
            "two.pt", TorchFiles.Zip(Training("student", "teacher"), [TorchFiles.Floats(Storage), TorchFiles.Floats(1)]));
        Assert.Contains(
            "'student', 'teacher'", Assert.Throws<CheckpointException>(() => Checkpoint.Open(path)).Message, StringComparison.Ordinal);
    }

    private static byte[] Training(params string[] models)
    {
        var pickle = new PickleBuilder().Op('}').Op('(').Text("best").Tensor("FloatStorage", "0", 12, 0, [1], [1]);
        foreach (var model in models) pickle.Text(model).Op('}').Text("net.weight").Tensor("FloatStorage", "0", 12, 0, [2], [1]).Op('s');
        return pickle.Text("optimizer").Op('}').Text("state").Op('}').Number(0)
            .Op('}').Text("exp_avg").Tensor("FloatStorage", "1", 1, 0, [1], [1]).Ops("sss")
            .Op('u').Stop();
    }

    [Fact]
    public void Open_LegacyStorageView_BeginsWhereTheViewDoes()
    {
        var pickle = new PickleBuilder().Op('}').Text("t").Global("torch._utils", "_rebuild_tensor").Op('(')
            .Op('(').Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Number(12)
            .Op('(').Text("view").Number(4).Number(3).Ops("ttQ")
            .Number(1).Op('(').Number(2).Ops("t(").Number(1).Ops("ttRs").Stop();
        using var checkpoint = Open(TorchFiles.Legacy(pickle, [TorchFiles.Floats(Storage)]));
        Assert.Equal([5, 6], checkpoint.Require("t").ToArray());
    }

    [Fact]
    public void Open_TorchScriptArchive_WalksModulesAndLeavesIntegersOut()
    {
        var pickle = new PickleBuilder()
            .Global("__torch__.clip.model", "CLIP").Op(')').Op('\x81').Op('}').Op('(')
            .Text("input_resolution").Tensor("LongStorage", "1", 1, 0, [], [])
            .Text("training").Op('\x89')
            .Text("visual").Global("__torch__.clip.model.___torch_mangle_1", "VisionTransformer").Op(')').Op('\x81').Op('}')
            .Text("proj").Tensor("FloatStorage", "0", 12, 0, [3, 4], [4, 1]).Ops("sb")
            .Ops("ub").Stop();
        using var checkpoint = Open(TorchFiles.Zip(pickle, [TorchFiles.Floats(Storage), BitConverter.GetBytes(224L)], root: "ViT-B-16/"));
        Assert.Equal(["visual.proj"], checkpoint.Tensors.Keys);
        Assert.Equal(Storage, checkpoint.Require("visual.proj").ToArray());
    }

    [Fact]
    public void Open_OrderedDictionaryOfPython2_HasItsEntriesAndIgnoresMetadata()
    {
        var pickle = new PickleBuilder().Global("collections", "OrderedDict").Ops("(](](")
            .Text("weight").Tensor("FloatStorage", "0", 12, 1, [2], [1]).Op('e').Op('(').Number(7).Text("number").Ops("tet")
            .Op('R').Op('}').Text("_metadata").Op('N').Ops("sb").Stop();
        using var checkpoint = Open(TorchFiles.Zip(pickle, [TorchFiles.Floats(Storage)]));
        Assert.Equal(["weight"], checkpoint.Tensors.Keys);
        Assert.Equal([1, 2], checkpoint.Require("weight").ToArray());
    }

    [Fact]
    public void Open_Parameter_IsItsTensor()
    {
        var pickle = new PickleBuilder().Op('}').Text("p").Global("torch._utils", "_rebuild_parameter").Op('(')
            .Tensor("FloatStorage", "0", 12, 0, [2], [1]).Op('\x88').Global("collections", "OrderedDict").Ops(")RtRs").Stop();
        using var checkpoint = Open(TorchFiles.Zip(pickle, [TorchFiles.Floats(Storage)]));
        Assert.Equal([0, 1], checkpoint.Require("p").ToArray());
    }

    [Theory]
    [InlineData("DoubleStorage", 8, ElementType.Float64)]
    [InlineData("FloatStorage", 4, ElementType.Float32)]
    [InlineData("HalfStorage", 2, ElementType.Float16)]
    [InlineData("BFloat16Storage", 2, ElementType.BFloat16)]
    [InlineData("LongStorage", 8, ElementType.Int64)]
    [InlineData("IntStorage", 4, ElementType.Int32)]
    [InlineData("ShortStorage", 2, ElementType.Int16)]
    [InlineData("CharStorage", 1, ElementType.Int8)]
    [InlineData("ByteStorage", 1, ElementType.UInt8)]
    [InlineData("BoolStorage", 1, ElementType.Bool)]
    public void Open_EveryStorageType_IsReadInBothContainers(string storage, int size, object type)
    {
        var pickle = new PickleBuilder().Op('}').Text("t").Tensor(storage, "0", 3, 1, [2], [1]).Op('s').Stop();
        var content = Enumerable.Range(1, 3 * size).Select(value => (byte)value).ToArray();
        using var archive = Open(TorchFiles.Zip(pickle, [content]));
        using var legacy = Open(TorchFiles.Legacy(pickle, [content], size));
        foreach (var tensor in new[] { archive.Require("t"), legacy.Require("t") })
        {
            Assert.Equal(type, tensor.Type);
            Assert.Equal(content[size..], tensor.Bytes.ToArray());
        }
    }

    [Fact]
    public void Open_BigEndianFile_IsRefused()
    {
        var file = TorchFiles.Legacy(TorchFiles.SmallPickle, TorchFiles.SmallStorages);
        // The first NEWTRUE of the file says little_endian.
        file[Array.IndexOf(file, (byte)0x88)] = 0x89;
        Assert.Contains("big-endian", Refused(file).Message, StringComparison.Ordinal);
    }

    private Checkpoint Open(byte[] content) => Checkpoint.Open(_folder.File($"{Guid.NewGuid():N}.pt", content));

    private CheckpointException Refused(byte[] content)
    {
        var path = _folder.File("refused.pt", content);
        var exception = Assert.Throws<CheckpointException>(() => Checkpoint.Open(path));
        Assert.Equal(path, exception.Path);
        return exception;
    }
}
