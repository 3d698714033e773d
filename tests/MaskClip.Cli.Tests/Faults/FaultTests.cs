using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using MaskClip.CommandLine;

namespace MaskClip.Cli.Tests.Faults;

/// <summary>
/// A file system with faults: whichever call fails, the command ends with the right code and a plain message, no result is half written, no
/// input is changed, and the next run makes what is missing.
/// </summary>
public sealed class FaultTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private const int Photos = 3, NoEntry = 2, InputOutput = 5, Access = 13, NoSpace = 28, ReadOnly = 30;

    private static readonly int[] Calls = [1, 2, 5];

    private readonly Cli cli = new(cache);

    /// <summary>Where, what, which error, and whether it lasts.</summary>
    public static TheoryData<string, string, int, bool> Faults => new()
    {
        { "in", "open", InputOutput, false }, { "in", "open", NoEntry, false }, { "in", "read", InputOutput, false },
        { "out", "open", Access, false }, { "out", "open", NoSpace, true }, { "out", "write", NoSpace, true },
        { "out", "write", InputOutput, false }, { "out", "rename", InputOutput, false }, { "out", "mkdir", ReadOnly, true },
        { "out", "unlink", InputOutput, true },
        { "home", "open", Access, false }, { "home", "read", InputOutput, false }, { "home", "write", NoSpace, true },
        { "home", "rename", InputOutput, false }, { "home", "mkdir", ReadOnly, true },
    };

    public void Dispose() => cli.Dispose();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Fault_AtAnyCall_CostsNoMoreThanItself(string folder, string call, int error, bool lasts)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The faults are preloaded, which is Linux's way.");
        var faults = await CompileAsync();
        for (int i = 0; i < Photos; i++) cli.Photo($"in/{i}.png", 96 + i, 64);
        string[] segment = ["segment", "in", "-m", "world-clip", "-p", "sky", "-p", "grass", "--save", "mask,json"];
        await cli.SucceedAsync([.. segment, "-o", "whole"]);
        var inputs = Content("in");

        foreach (int at in Calls)
        {
            // A cache of its own where faults hit it, that is filled in this run.
            var home = folder == "home" ? cli.At("home") : cli.Environment["MASKCLIP_HOME"];
            if (folder == "home" && Directory.Exists(home)) Directory.Delete(home, recursive: true);
            if (Directory.Exists(cli.At("out"))) Directory.Delete(cli.At("out"), recursive: true);
            var environment = new Dictionary<string, string>
            {
                ["MASKCLIP_HOME"] = home,
                ["LD_PRELOAD"] = faults,
                ["FAULT_FOLDER"] = cli.At(folder),
                ["FAULT_CALL"] = call,
                ["FAULT_AT"] = $"{at}",
                ["FAULT_ERROR"] = $"{error}",
            };
            if (lasts) environment["FAULT_ON"] = "1";

            using (var process = Executable.Start(cli.Folder, environment, segment))
            {
                var result = await Executable.EndAsync(process);

                var told = $"{call} {at} below {folder}: {result.Code}\n{result.Error}";
                Assert.True(result.Code is ExitCode.Done or ExitCode.Failed or ExitCode.SomeFailed, told);
                Assert.False(Regex.IsMatch(result.Error, @"Unhandled|   at |\.tmp"), told);
                Assert.True(result.Code == ExitCode.Done || result.Error.Contains("error", StringComparison.Ordinal), told);
                if (folder == "in" && result.Code == ExitCode.SomeFailed) Assert.Equal((Photos - 1) * 2, Results("out").Count);
            }

            AssertWhole();
            Assert.Equal(inputs, Content("in"));

            var again = await cli.RunAsync([.. segment, .. Directory.Exists(cli.At("out")) ? ["--resume"] : Array.Empty<string>()]);
            Assert.True(again.Code == ExitCode.Done, again.Error);
            Assert.Equal(Photos * 2, Results("out").Count);
            AssertWhole();
        }
    }

    private void AssertWhole()
    {
        foreach (var name in Results("out"))
            Assert.True(File.ReadAllBytes(cli.At("whole", name)).AsSpan().SequenceEqual(File.ReadAllBytes(cli.At("out", name))), name);
        if (File.Exists(cli.At("out", "options.json")))
            using (JsonDocument.Parse(File.ReadAllText(cli.At("out", "options.json")))) { }
    }

    // Final names: those of the undisturbed run.
    private List<string> Results(string folder) => !Directory.Exists(cli.At(folder))
        ? []
        :
        [
            .. Directory.GetFiles(cli.At(folder)).Select(path => Path.GetFileName(path))
                .Where(name => name[0] != '.' && name is not ("options.json" or "segment.jsonl" or "classes.json" or "classes.txt")),
        ];

    private string[] Content(string folder) =>
    [
        .. Directory.GetFiles(cli.At(folder)).Order(StringComparer.Ordinal)
            .Select(path => $"{path} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];

    private async Task<string> CompileAsync([CallerFilePath] string source = "")
    {
        var library = cli.At("faults.so");
        try
        {
            using var compiler = Process.Start(
                new ProcessStartInfo(
                    "cc", ["-shared", "-fPIC", "-o", library, Path.Combine(Path.GetDirectoryName(source)!, "faults.c"), "-ldl"]));
            await compiler!.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, compiler.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no C compiler (cc) to make the file system with faults with.");
        }

        return library;
    }
}
