using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using MaskClip.Benchmarks.Suite;
using MaskClip.World;

namespace MaskClip.Benchmarks;

/// <summary>
/// From the start of a process to its first mask: the published command, mask on disk, against PyTorch that loads the checkpoint and runs
/// once.
/// </summary>
internal static class FirstMaskRun
{
    private const int Side = 224, Rounds = 5, WarmUps = 3;

    // What was just written is not trusted to show the next change: after this long, caches are as the next day's user finds them.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    private static readonly string[] Names = ["-p", "sky", "-p", "grass", "-p", "tree", "-p", "water"];

    private static string Folder => Path.Combine(RandomModel.Folder, "first-mask");

    private static IEnumerable<SuiteModel> Models =>
        from model in SuiteModel.All
        where model.Heads > 0 && model.Stride < 32
        let width = model.Name == "ViT-L-14" ? 768 : 512
        select model with
        {
            Name = $"{model.Name}-with-text",
            Draw = draw => model.Draw(draw).Concat(draw.Text(width, 12, 49408, 77, width)),
        };

    /// <summary>Prints a Markdown table: medians over rounds in which every side has its turn.</summary>
    /// <param name="others">Other builds of the command to measure beside this one, as <c>NAME=PATH</c>.</param>
    public static void Print(IEnumerable<string> others)
    {
        Directory.CreateDirectory(Folder);
        var sides = others.Append($"MaskClip={Publish()}").Select(other => other.Split('=', 2)).ToArray();
        Console.WriteLine("| model | side | process to first mask s | range | processor s | peak MiB | of which private |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var model in Models)
        {
            var checkpoint = model.Checkpoint;
            List<(string Name, Func<bool, double[]> Run)> lines =
            [
                .. sides.Select(side => (
                    side[0], (Func<bool, double[]>)(looks => Time(Segment(side[0], side[1], checkpoint), ready: false, looks)))),
            ];
            if (SuiteSide.Python.IsInstalled)
                lines.Add((SuiteSide.Python.Title, looks => Time(SuiteSide.Python.Command(model, Side), ready: true, looks)));
            for (int i = 0; i < WarmUps; i++)
            {
                foreach (var (_, run) in lines) run(false);
                Thread.Sleep(Settle);
            }

            var rounds = Enumerable.Range(0, Rounds).Select(_ => lines.Select(line => line.Run(false)).ToArray()).ToArray();
            // Looking at a process every few milliseconds slows it down, so memory has a round of its own.
            double[][] looked = [.. lines.Select(line => line.Run(true))];
            for (int i = 0; i < lines.Count; i++)
            {
                double[] seconds = [.. rounds.Select(round => round[i][0]).Order()];
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {model.Name} | {lines[i].Name} | {seconds[Rounds / 2]:0.00} | {seconds[0]:0.00} to {seconds[^1]:0.00} | " +
                    $"{looked[i][1]:0.00} | {looked[i][2]:0} | {looked[i][3]:0} |"));
            }

            model.Delete();
            Directory.Delete(Path.Combine(Folder, "home"), recursive: true);
        }

        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>The command as the README publishes it.</summary>
    private static string Publish([CallerFilePath] string source = "")
    {
        var project = Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "src", "MaskClip.Cli");
        var bin = Path.Combine(Folder, "bin");
        using var publish = Process.Start(
            new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-r", "linux-x64", "--self-contained", "false", "-o", bin])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
        var output = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        return publish.ExitCode == 0 ? Path.Combine(bin, "MaskClip.Cli") : throw new InvalidOperationException(output);
    }

    private static ProcessStartInfo Segment(string name, string command, string checkpoint)
    {
        var photo = Path.Combine(Folder, "photo.png");
        if (!File.Exists(photo)) SamplePostcard.Draw(640, 448).SavePng(photo);
        var start = new ProcessStartInfo(
            command,
            [
                "segment",
                photo,
                "--weights",
                checkpoint,
                "--size",
                $"{Side}",
                .. Names,
                "--save",
                "mask",
                "--quiet",
                "--output",
                Path.Combine(Folder, "out"),
            ]);
        start.Environment["MASKCLIP_HOME"] = Path.Combine(Folder, "home", name);
        return start;
    }

    /// <summary>
    /// Seconds to the end (or to the line that says a mask is there), processor seconds, and the high-water marks of all and of private
    /// memory.
    /// </summary>
    private static double[] Time(ProcessStartInfo start, bool ready, bool looks)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError, start.UseShellExecute) = (
            true, true, true, false);
        start.Environment.Remove("GLIBC_TUNABLES"); // ours for benchmarks of engines; here everybody starts as users start it
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var first = process.StandardOutput.ReadLineAsync();
        double peak = 0, own = 0, processor = 0;
        var end = ready ? first : process.WaitForExitAsync();
        if (!looks) end.Wait();
        while (looks && !end.Wait(5)) Look();
        double seconds = clock.Elapsed.TotalSeconds;
        if (ready && looks) Look();
        process.StandardInput.Close();
        first.Wait();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? [seconds, processor, peak, own]
            : throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}: {errors.Result}");

        void Look()
        {
            try
            {
                foreach (var line in File.ReadLines($"/proc/{process.Id}/status"))
                {
                    if (line.StartsWith("VmHWM:", StringComparison.Ordinal)) peak = Math.Max(peak, MiB(line));
                    if (line.StartsWith("RssAnon:", StringComparison.Ordinal)) own = Math.Max(own, MiB(line));
                }

                process.Refresh();
                processor = Math.Max(processor, process.TotalProcessorTime.TotalSeconds);
            }
            catch (Exception error) when (error is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // It ended between two looks.
            }
        }
    }

    private static double MiB(string line) =>
        long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
}
