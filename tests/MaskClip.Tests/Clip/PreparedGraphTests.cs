
using MaskClip.Engine;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Testing;
using MaskClip.Towers;

namespace MaskClip.Tests.Clip;

/// <summary>Graphs as the engine prepared them give the very numbers of plain ones, whatever happens to their files.</summary>
public sealed class PreparedGraphTests : IDisposable
{
    private const int Side = 96;

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-prepared-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("transformer", Precision.Float32)]
    [InlineData("transformer", Precision.Int8)]
    [InlineData("resnet", Precision.Float32)]
    [InlineData("resnet", Precision.Int8)]
    public void Open_FromTheThirdTimeOn_IsPreparedAndGivesTheSameNumbers(string tower, Precision precision)
    {
        using var model = Open(tower, precision);

        var (first, firstPrepared) = Features(model);
        var (second, secondPrepared) = Features(model);
        var (third, thirdPrepared) = Features(model);

        Assert.Equal((false, false, true), (firstPrepared, secondPrepared, thirdPrepared));
        Assert.Equal(first, second);
        Assert.Equal(first, third);
    }

    [Fact]
    public void Open_AnotherSize_GivesTheSameNumbers()
    {
        using var model = Open("transformer", Precision.Float32);
        var (plain, _) = Features(model, 3 * Side);
        Prepare(model);

        var (prepared, isPrepared) = Features(model, 3 * Side);

        Assert.True(isPrepared);
        Assert.Equal(plain, prepared);
    }

    [Fact]
    public void Open_WithoutPacking_GivesNumbersOfItsOwnFromTheFirstTimeOn()
    {
        using var model = Open("transformer", Precision.Float32);
        Prepare(model); // packed: another file

        var times = Enumerable.Range(0, 3).Select(_ => Features(model, packed: false)).ToArray();

        Assert.Equal([false, false, true], times.Select(time => time.IsPrepared));
        Assert.All(times, time => Assert.Equal(times[0].Numbers, time.Numbers));
        Close.Within(1e-5, Features(model).Numbers, times[0].Numbers);
    }

    [Theory]
    [InlineData("graph.weights", false)]
    [InlineData("graph.weights", true)]
    [InlineData("graph.onnx", false)]
    [InlineData("graph.onnx", true)]
    public void Open_DamagedFile_IsNotedAndPreparedAnew(string name, bool cut)
    {
        using var model = Open("transformer", Precision.Float32);
        var (expected, _) = Features(model);
        Prepare(model);
        var bytes = File.ReadAllBytes(Path.Combine(Prepared(model), name));
        bytes[bytes.Length / 2] ^= 0x55;
        File.WriteAllBytes(Path.Combine(Prepared(model), name), cut ? bytes[..(bytes.Length / 2)] : bytes);

        var (after, isPrepared) = Features(model);
        var (again, isPreparedAgain) = Features(model);

        Assert.Equal((false, true), (isPrepared, isPreparedAgain));
        Assert.Equal(expected, after);
        Assert.Equal(expected, again);
    }

    [Fact]
    public void Open_FolderThatCannotBeWritten_IsPlain()
    {
        using var model = Open("transformer", Precision.Float32);
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(Graph(model))!, "prepared"), "no folder");

        for (int i = 0; i < 3; i++) Assert.False(Features(model).IsPrepared);
    }

    [Fact]
    public void Open_ManyAtOnce_AllGiveTheSameNumbersAndLeaveNothingBehind()
    {
        using var model = Open("transformer", Precision.Float32);
        var (expected, _) = Features(model);

        Parallel.For(0, 8, _ => Assert.Equal(expected, Features(model).Numbers));

        Assert.True(Features(model).IsPrepared);
        Assert.Single(Directory.GetDirectories(Path.GetDirectoryName(Prepared(model))!));
    }

    [Fact]
    public void Open_MoreMethodsThanAreKept_LetsTheOldestGo()
    {
        using var model = Open("transformer", Precision.Float32);
        foreach (var method in new[] { "maskclip", "clip", "sclip" })
        {
            for (int i = 0; i < 2; i++) Open(model, method).Dispose();
        }

        Assert.Equal(2, Directory.GetDirectories(Path.Combine(Path.GetDirectoryName(Graph(model))!, "prepared")).Length);
        using EngineSession oldest = Open(model, "maskclip"), newest = Open(model, "sclip");
        Assert.Equal((false, true), (oldest.IsPrepared, newest.IsPrepared));
    }

    private ClipModel Open(string tower, Precision precision)
    {
        var options = new OpeningOptions { CacheFolder = folder, Precision = precision, Threads = 1 };
        return ClipModel.Open(
            tower == "resnet"
                ? Path.Combine(SharedData.Repository, "models", "world-clip-resnet", "model.safetensors")
                : SharedData.WorldClip,
            options);
    }

    private static void Prepare(ClipModel model)
    {
        for (int i = 0; i < 2; i++) Features(model);
        Assert.True(Directory.Exists(Prepared(model)));
    }

    private static string Graph(ClipModel model, string method = "maskclip") =>
        model.ImageGraph(DenseMethods.Parse(method), key: false, model.ImageConfig.Stride);

    private static string Prepared(ClipModel model) => PreparedGraph.Of(Graph(model))!.Folder;

    private static EngineSession Open(ClipModel model, string method = "maskclip", bool packed = true) =>
        new(Graph(model, method), threads: 1, prepared: true, packed: packed);

    private static (float[] Numbers, bool IsPrepared) Features(ClipModel model, int side = Side, bool packed = true)
    {
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.X86Base.IsSupported, "Graphs are prepared on x86 only.");
        using var session = Open(model, packed: packed);
        float[] image = [.. Enumerable.Range(0, 3 * side * side).Select(i => MathF.Sin(i * 0.37f))];
        using var inputs = new EngineTensors { { ImageGraphNames.Image, [1, 3, side, side], image } };
        int cells = side / model.ImageConfig.Stride;
        foreach (var (name, shape, values) in model.GridInputs(DenseMethods.MaskClip).For(cells, cells)) inputs.Add(name, shape, values);
        using var results = session.Run(inputs.Values, [ImageGraphNames.Features], TestContext.Current.CancellationToken);
        return (results[0].GetTensorDataAsSpan<float>().ToArray(), session.IsPrepared);
    }
}
