using System.Diagnostics;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using MaskClip.Benchmarks;

// Fresh pages are slow on some machines, and libtorch asks for many: this spares it up to a third of its time, so both sides get it.
const string Tunables = "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=4294967296:glibc.malloc.top_pad=67108864";
if (Environment.GetEnvironmentVariable("GLIBC_TUNABLES") is null)
{
    var again = new ProcessStartInfo(Environment.ProcessPath!, args) { UseShellExecute = false };
    again.Environment["GLIBC_TUNABLES"] = Tunables;
    using var process = Process.Start(again)!;
    await process.WaitForExitAsync();
    return process.ExitCode;
}

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

if (args is ["methods", .. var only])
{
    MethodRun.Print(512, only);
    return 0;
}

var config = DefaultConfig.Instance
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithInvocationCount(1).WithUnrollFactor(1).WithWarmupCount(5).WithIterationCount(31))
    .AddColumn(StatisticColumn.Median, StatisticColumn.Min)
    .WithOptions(ConfigOptions.DisableOptimizationsValidator);
BenchmarkSwitcher.FromAssembly(typeof(EmbedBenchmarks).Assembly).Run(args, config);
return 0;
