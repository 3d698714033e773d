using System.Globalization;
using MaskClip.Fuzz;
using MaskClip.Fuzz.Targets;

// dotnet run -c Release --project tests/MaskClip.Fuzz --
//     [--seconds 60] [--seed N] [--target NAME] [--threads N] [--findings FOLDER] [FILE...]
var options = new Dictionary<string, string>(StringComparer.Ordinal);
var files = new List<string>();
for (int i = 0; i < args.Length; i++)
{
    if (args[i].StartsWith("--", StringComparison.Ordinal) && i + 1 < args.Length) options[args[i][2..]] = args[++i];
    else files.Add(args[i]);
}

double seconds = double.Parse(options.GetValueOrDefault("seconds", "60"), CultureInfo.InvariantCulture);
ulong seed = options.TryGetValue("seed", out var given)
    ? ulong.Parse(given, CultureInfo.InvariantCulture)
    : (ulong)DateTime.UtcNow.Ticks;
int threads = int.Parse(options.GetValueOrDefault("threads", $"{Environment.ProcessorCount}"), CultureInfo.InvariantCulture);
FuzzTarget[] targets = [.. AllTargets.Create().Where(target => !options.TryGetValue("target", out var name) || target.Name == name)];
if (targets.Length == 0)
{
    Console.WriteLine($"Unknown target. Available: {string.Join(", ", AllTargets.Create().Select(target => target.Name))}.");
    return 2;
}

// A file that was found, given to its target again.
if (files.Count > 0)
{
    foreach (var file in files)
    {
        foreach (var target in targets) Console.WriteLine($"{file}: {target.Name}: {Verdict.Of(target, File.ReadAllBytes(file))}");
    }

    return 0;
}

Console.WriteLine($"seed {seed}, {targets.Length} targets, {seconds} s on {threads} threads");
var run = new FuzzRun(options.GetValueOrDefault("findings", Path.Combine(Path.GetTempPath(), "maskclip-fuzz")), seed);
var each = TimeSpan.FromSeconds(seconds * threads / targets.Length);
var results = new TargetResult[targets.Length];
// A thread takes the next target when it is done with one: some work in folders of their own, none twice at once.
var next = -1;
Thread[] workers = [.. Enumerable.Range(0, Math.Min(threads, targets.Length)).Select(_ => new Thread(() =>
{
    for (int at; (at = Interlocked.Increment(ref next)) < targets.Length;) results[at] = run.Execute(targets[at], each);
}))];
foreach (var worker in workers) worker.Start();
foreach (var worker in workers) worker.Join();

Console.WriteLine("| target | executions | ways of ending | found |");
Console.WriteLine("|---|---|---|---|");
foreach (var (target, executions, signatures, found, _) in results)
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {target} | {executions:N0} | {signatures} | {found} |"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{results.Sum(one => one.Executions):N0} executions, seed {seed}"));
return results.Any(one => one.Findings > 0) ? 1 : 0;
