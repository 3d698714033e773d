using System.Diagnostics;
using System.IO.Hashing;

namespace MaskClip.Fuzz;

/// <summary>Executes targets for some time, and keeps what was found.</summary>
/// <param name="findings">The folder of inputs that something is wrong with.</param>
/// <param name="seed">Decides every mutation.</param>
internal sealed class FuzzRun(string findings, ulong seed)
{
    // Signatures are few; a pool that grows on and on would be one of their last ones alone.
    private const int MaxPool = 512;

    private readonly HashSet<string> reported = new(StringComparer.Ordinal);

    /// <summary>Executes a target's corpus, and mutations of it until the time is over.</summary>
    public TargetResult Execute(FuzzTarget target, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        var mutator = new Mutator(seed ^ XxHash64.HashToUInt64(System.Text.Encoding.UTF8.GetBytes(target.Name)));
        var pool = new List<byte[]>(target.Corpus);
        var signatures = new HashSet<string>(StringComparer.Ordinal);
        long executions = 0;
        int found = 0;
        foreach (var input in target.Corpus) Try(input);
        while (clock.Elapsed < time)
        {
            var input = mutator.Change(pool[mutator.Below(pool.Count)], pool[mutator.Below(pool.Count)], target.Words ?? []);
            Try(input);
        }

        return new TargetResult(target.Name, executions, signatures.Count, found, clock.Elapsed);

        void Try(byte[] input)
        {
            executions++;
            var verdict = Verdict.Of(target, input);
            if (verdict.Finding is { } finding && Report(target, input, finding)) found++;
            if (signatures.Add(verdict.Signature) && pool.Count < MaxPool && !pool.Contains(input)) pool.Add(input);
        }
    }

    private bool Report(FuzzTarget target, byte[] input, string finding)
    {
        var place = finding.Split(" at ")[^1];
        var kind = $"{target.Name} {finding.Split(':')[0]} {(finding.Contains(" at ", StringComparison.Ordinal) ? place : "")}";
        lock (reported)
        {
            if (!reported.Add(kind)) return false;
            Directory.CreateDirectory(findings);
            var path = Path.Combine(findings, $"{target.Name}-{Convert.ToHexStringLower(XxHash64.Hash(input))}.bin");
            File.WriteAllBytes(path, input);
            Console.WriteLine($"FOUND {target.Name}: {finding}\n      {path}");
            return true;
        }
    }
}
