#!/usr/bin/env -S dotnet run -c Release
#:property PublishAot=false
#:property TreatWarningsAsErrors=false
#:project ../src/MaskClip.Labelling/MaskClip.Labelling.csproj

// A labeling job on very many machines, in simulated time, with the table of leases that a real job uses: how many calls its one place
// answers, what the store is asked to keep, what the deaths of workers cost, and how long the last shards take. Prints a Markdown table.
//
//     dotnet run -c Release bench/label-simulation.cs                                    1,000 workers, 10^8 photos
//     dotnet run -c Release bench/label-simulation.cs -- --workers 10000 --rate 2        other numbers
using System.Diagnostics;
using System.Globalization;
using MaskClip.Labelling.Leases;

// A worker's life in the cheapest of clouds: it dies every few hours and another one comes minutes later. One in fifty is slow.
const double HoursBetweenDeaths = 4, MinutesToReplace = 3, SlowShare = 0.02, SlowFactor = 0.2, Spread = 0.15;
const int BytesOfLease = 60; // a shard's number and a worker's name in the store's JSON
int workers = (int)Argument("--workers", 1000);
double photos = Argument("--photos", 1e8), rate = Argument("--rate", 10);

Console.WriteLine(FormattableString.Invariant(
    $"{workers:N0} workers, {photos:0.#e0} photos, {rate:0.#} photos a second each; a death every {HoursBetweenDeaths} h, ") +
    FormattableString.Invariant($"{SlowShare:P0} slow."));
Console.WriteLine();
Console.WriteLine(
    "| shard s | lease s | shards | hours | tail s | work done twice or lost | deaths | taken back | calls/s | store writes/s | " +
    "store MB/s | place busy |");
Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
foreach (var (shard, lease) in new[] { (15.0, 30.0), (60, 10), (60, 30), (60, 120), (240, 30), (960, 30) }) Run(shard, lease);

void Run(double shardSeconds, double leaseSeconds)
{
    int shardPhotos = (int)Math.Max(1, shardSeconds * rate), shards = (int)Math.Ceiling(photos / shardPhotos);
    var random = new Random(1);
    var time = new SimulatedTime();
    var table = new LeaseTable(Enumerable.Range(0, shards), TimeSpan.FromSeconds(leaseSeconds), time);
    var events = new PriorityQueue<(Kind Kind, int Worker, int Shard, int Life), double>();
    var speeds = new double[workers];
    var lives = new int[workers];
    var began = new double[workers];
    var done = new HashSet<int>();
    long calls = 0, writes = 0, bytes = 0, deaths = 0;
    double wasted = 0, work = 0, end = 0, lastWait = double.NaN;
    var busy = new Stopwatch();
    for (int i = 0; i < workers; i++) Live(i, random.NextDouble() * 60);

    while (events.TryDequeue(out var next, out double now))
    {
        time.Now = now;
        var (kind, worker, shard, life) = next;
        if (life != lives[worker]) continue; // of a worker that died
        if (kind == Kind.Death)
        {
            if (table.Left == 0) continue;
            deaths++;
            if (began[worker] >= 0) wasted += now - began[worker];
            Live(worker, now + MinutesToReplace * 60);
        }
        else if (kind == Kind.Renew)
        {
            if (began[worker] < 0 || !Ask(() => table.Renew($"{worker}", shard))) continue;
            events.Enqueue((Kind.Renew, worker, shard, life), now + leaseSeconds / 3);
        }
        else
        {
            if (kind == Kind.Done)
            {
                Ask(() =>
                {
                    table.Return($"{worker}", shard, isDone: true);
                    return true;
                });
                Keep();
                work += now - began[worker];
                if (!done.Add(shard)) wasted += now - began[worker];
                began[worker] = -1;
                end = now;
            }

            if (table.Left == 0) continue;
            if (Ask(() => table.Lease($"{worker}")) is { } leased)
            {
                Keep();
                began[worker] = now;
                double seconds = Math.Min(shardPhotos, photos - (double)leased * shardPhotos) / (rate * speeds[worker]);
                events.Enqueue((Kind.Done, worker, leased, life), now + seconds);
                events.Enqueue((Kind.Renew, worker, leased, life), now + leaseSeconds / 3);
            }
            else
            {
                if (double.IsNaN(lastWait)) lastWait = now; // from here on workers wait for the last shards
                events.Enqueue((Kind.Ask, worker, -1, life), now + 1);
            }
        }
    }

    double tail = double.IsNaN(lastWait) ? 0 : end - lastWait;
    Console.WriteLine(FormattableString.Invariant(
        $"| {shardSeconds} | {leaseSeconds} | {shards:N0} | {end / 3600:0.00} | {tail:0} | {wasted / (work + wasted):P2} | ") +
        FormattableString.Invariant($"{deaths:N0} | {table.TakenBack:N0} | {calls / end:0.0} | {writes / end:0.0} | ") +
        FormattableString.Invariant($"{bytes / end / 1e6:0.0} | {busy.Elapsed.TotalSeconds / end:P2} |"));

    void Live(int worker, double at)
    {
        lives[worker]++;
        began[worker] = -1;
        speeds[worker] = (random.NextDouble() < SlowShare ? SlowFactor : 1) * (1 + Spread * (2 * random.NextDouble() - 1));
        events.Enqueue((Kind.Ask, worker, -1, lives[worker]), at);
        events.Enqueue((Kind.Death, worker, -1, lives[worker]), at - Math.Log(1 - random.NextDouble()) * HoursBetweenDeaths * 3600);
    }

    T Ask<T>(Func<T> ask)
    {
        calls++;
        busy.Start();
        var answer = ask();
        busy.Stop();
        return answer;
    }

    // Who holds what is kept as a whole whenever it changes.
    void Keep()
    {
        writes++;
        bytes += (long)table.HeldCount * BytesOfLease;
    }
}

double Argument(string name, double usual)
{
    int at = Array.IndexOf(args, name);
    return at < 0 ? usual : double.Parse(args[at + 1], CultureInfo.InvariantCulture);
}

internal enum Kind
{
    Ask,
    Done,
    Renew,
    Death,
}

internal sealed class SimulatedTime : TimeProvider
{
    public double Now { get; set; }

    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => (long)(Now * 1_000_000);
}
