using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using MaskClip.Benchmarks;
using MaskClip.Benchmarks.Suite;
using MaskClip.Training.Engine;

// Fresh pages are slow on some machines, and libtorch asks for many: this spares it up to a third of its time, so both sides get it.
MallocTunables.EnsureSet();

if (args is ["random-model"])
{
    Console.WriteLine(RandomModel.Path);
    Console.WriteLine(RandomModel.WithOutliers);
    return 0;
}

if (args is ["peak"])
{
    FusedMultiplyAddPeak.Print();
    return 0;
}

if (args is ["text"])
{
    TextRun.Print();
    return 0;
}

if (args is [PeakMemory.Verb, var side, var pixels])
{
    PeakMemory.Print(side, int.Parse(pixels, System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["prompt"])
{
    PromptRun.Print();
    return 0;
}

if (args is ["pairs"])
{
    PairedRun.Print();
    return 0;
}

if (args is ["windows", .. var windowed])
{
    WindowRun.Print(windowed.Length > 0 ? windowed : [NamedModel.MiniClip, NamedModel.Random]);
    return 0;
}

if (args is ["edges"])
{
    EdgeRun.Print();
    return 0;
}

if (args is ["large", var embedder, var megapixels, var vocabulary, var refinement])
{
    LargePhotoRun.Print(
        NamedModel.Path(embedder), double.Parse(megapixels, System.Globalization.CultureInfo.InvariantCulture), vocabulary, refinement);
    return 0;
}

if (args is ["int8", .. var towers])
{
    PrecisionRun.Print(towers.Length > 0 ? towers : [NamedModel.MiniClip, "RN50"]);
    return 0;
}

if (args is ["students"])
{
    StudentRun.Print();
    return 0;
}

if (args is ["student", var file, .. var teacher] && teacher.Length < 2)
{
    StudentRun.Print(file, teacher.FirstOrDefault());
    return 0;
}

if (args is ["pipeline", .. var rest])
{
    await PipelineRun.PrintAsync(
        NamedModel.Path(rest is [var model, ..] ? model : NamedModel.Random), rest is [_, var count] ? int.Parse(count) : 200);
    return 0;
}

if (args is ["folder", .. var folderArgs])
{
    var folderPrecision = folderArgs is [_, _, "int8"] ? MaskClip.Precision.Int8 : MaskClip.Precision.Float32;
    await FolderRun.PrintAsync(
        NamedModel.Path(folderArgs is [var named, ..] ? named : NamedModel.Random),
        folderArgs is [_, var photos, ..] ? int.Parse(photos) : 200,
        folderPrecision);
    return 0;
}

if (args is ["stages", .. var staged])
{
    StageRun.Print(NamedModel.Path(staged is [var stagedModel, ..] ? stagedModel : NamedModel.MiniClip));
    return 0;
}


if (args is ["threads", .. var threadArgs])
{
    await FolderRun.PrintThreadsAsync(
        NamedModel.Path(threadArgs is [var asked, ..] ? asked : NamedModel.Random), threadArgs is [_, var round] ? int.Parse(round) : 12);
    return 0;
}

if (args is ["suite", .. var suiteArgs] && (suiteArgs is [] || suiteArgs[0] == "--only"))
{
    SuiteRun.Print([.. suiteArgs.Skip(1)]);
    return 0;
}

if (args is [SuiteWorker.Verb, var suiteSide, var suiteModel, var suitePixels])
{
    SuiteWorker.Run(suiteSide, suiteModel, int.Parse(suitePixels, System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["first-mask", .. var others])
{
    FirstMaskRun.Print(others);
    return 0;
}

if (args is ["shapes"])
{
    ShapeRun.Print();
    return 0;
}

if (args is ["startup"])
{
    StartupRun.Print();
    return 0;
}

if (args is [StartupRun.Verb, var start, var startFile, var startCache])
{
    StartupRun.Measure(start, startFile, startCache);
    return 0;
}

if (args is ["methods", var modelOfMethods, var sideOfMethods, .. var only])
{
    MethodRun.Print(NamedModel.Path(modelOfMethods), int.Parse(sideOfMethods, System.Globalization.CultureInfo.InvariantCulture), only);
    return 0;
}

var config = DefaultConfig.Instance
    .AddJob(
        Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithInvocationCount(1)
            .WithUnrollFactor(1)
            .WithWarmupCount(5)
            .WithIterationCount(31))
    .AddColumn(StatisticColumn.Median, StatisticColumn.Min)
    .WithOptions(ConfigOptions.DisableOptimizationsValidator);
BenchmarkSwitcher.FromAssembly(typeof(EmbedBenchmarks).Assembly).Run(args, config);
return 0;
