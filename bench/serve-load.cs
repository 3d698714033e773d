#!/usr/bin/env -S dotnet run -c Release
#:property PublishAot=false
#:property TreatWarningsAsErrors=false
#:project ../src/MaskClip/MaskClip.csproj
#:project ../src/MaskClip.World/MaskClip.World.csproj

// The service under more load than it can bear, on loopback: throughput and latency against the bare engine, memory, refusals, and SIGTERM
// under load. Needs 'dotnet build src/MaskClip.Serve -c Release'. Prints Markdown tables.
//
//     dotnet run -c Release bench/serve-load.cs                              two minutes of four times the load
//     dotnet run -c Release bench/serve-load.cs -- --seconds 20 --overload 2
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using MaskClip;
using MaskClip.World;

const int Width = 320, Height = 240, Concurrency = 2, CacheMiB = 64, BareSeconds = 10;
double seconds = Argument("--seconds", 120), overload = Argument("--overload", 4);
var program = Path.Combine(Folder(), "..", "src", "MaskClip.Serve", "bin", "Release", "net10.0", "MaskClip.Serve");
if (!File.Exists(program)) throw new FileNotFoundException("Build it first: dotnet build src/MaskClip.Serve -c Release", program);
var model = Path.Combine(Path.GetDirectoryName(program)!, "maskclip-models", "world-clip");

// Different files, so that the cache answers none of them: one drawn scene with a number behind it.
var scene = SmallWorld.Scene(7, WorldSplit.Test, Width, Height).Picture.EncodeJpeg(90);
var codes = new ConcurrentDictionary<int, int>();
var times = new ConcurrentBag<double>();
var refusals = new ConcurrentBag<double>();
long bareCount = 0;
var bareTimes = new ConcurrentBag<double>();
using (var segmenter = Segmenter.Load(model, new() { Threads = 1 }))
{
    segmenter.Embed(RgbImage.Load(Photo(0))).Dispose();
    var until = Stopwatch.GetTimestamp() + (long)(BareSeconds * Stopwatch.Frequency);
    await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => Task.Run(() =>
    {
        while (Stopwatch.GetTimestamp() < until)
        {
            long start = Stopwatch.GetTimestamp();
            segmenter.Embed(RgbImage.Load(Photo(Interlocked.Increment(ref bareCount)))).Dispose();
            bareTimes.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    })));
}

double bareRate = bareTimes.Count / (double)BareSeconds;
using var server = Start();
var address = await AddressAsync(server);
using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2000 }) { BaseAddress = new Uri(address) };
client.Timeout = TimeSpan.FromMinutes(2);
while ((await client.GetAsync("/readyz")).StatusCode != HttpStatusCode.OK) await Task.Delay(100);
await SendAsync(0);
long quiet = Resident();

codes.Clear();
times.Clear();
var sent = new List<Task>();
long peak = 0, number = 1_000_000;
double interval = 1 / (bareRate * overload);
var clock = Stopwatch.StartNew();
for (int i = 0; clock.Elapsed.TotalSeconds < seconds; i++)
{
    if (i * interval - clock.Elapsed.TotalSeconds is > 0 and var wait) await Task.Delay(TimeSpan.FromSeconds(wait));
    sent.Add(SendAsync(Interlocked.Increment(ref number)));
    if (i % 50 != 0) continue;
    peak = Math.Max(peak, Resident());
    sent.RemoveAll(task => task.IsCompletedSuccessfully);
}

await Task.WhenAll(sent);
double took = clock.Elapsed.TotalSeconds;
peak = Math.Max(peak, Resident());
Console.WriteLine(
    $"{overload:0.#} times the bare engine's rate for {seconds:0} s, photos of {Width}x{Height}, world-clip, {Concurrency} at once " +
    $"on one thread each, {Environment.ProcessorCount} cores.");
Console.WriteLine();
Console.WriteLine("| | photos a second | p50 ms | p99 ms |");
Console.WriteLine("|---|---|---|---|");
Row("bare engine (decode and embed)", bareRate, bareTimes);
Row("service, accepted", times.Count / took, times);
Row("service, refused with 429", refusals.Count / took, refusals);
Console.WriteLine();
Console.WriteLine($"Answers: {Codes()} (0 would be a lost connection).");
Console.WriteLine($"Memory: {quiet >> 20} MiB with the model loaded, at most {peak >> 20} MiB under load (cache {CacheMiB} MiB).");

// A thousand connections that say nothing, and a few that say half.
var half = "POST /v1/photos HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nhalf"u8.ToArray();
var idle = new List<TcpClient>();
for (int i = 0; i < 1000; i++)
{
    var socket = new TcpClient();
    await socket.ConnectAsync(IPAddress.Loopback, new Uri(address).Port);
    if (i % 10 == 0) await socket.GetStream().WriteAsync(half);
    idle.Add(socket);
}

var still = Stopwatch.StartNew();
using (var answer = await client.PostAsync("/v1/photos", new ByteArrayContent(Photo(5)))) answer.EnsureSuccessStatusCode();
Console.WriteLine(
    $"With 1000 idle connections, 100 of them half a request: a photo takes {still.Elapsed.TotalMilliseconds:0} ms, " +
    $"{Resident() >> 20} MiB.");
idle.ForEach(socket => socket.Dispose());

// SIGTERM while requests are at work and in the queue.
codes.Clear();
var last = Enumerable.Range(0, 20).Select(_ => SendAsync(Interlocked.Increment(ref number))).ToArray();
await Task.Delay(200);
using (var kill = Process.Start("kill", ["-TERM", server.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
await Task.WhenAll(last);
await server.WaitForExitAsync();
Console.WriteLine($"SIGTERM with 20 requests under way: answers {Codes()}; exit code {server.ExitCode}.");
return codes.ContainsKey(0) || server.ExitCode != 0 ? 1 : 0;

async Task SendAsync(long photo)
{
    long start = Stopwatch.GetTimestamp();
    int code = 0;
    try
    {
        using var answer = await client.PostAsync("/v1/photos", new ByteArrayContent(Photo(photo)));
        await answer.Content.ReadAsByteArrayAsync();
        code = (int)answer.StatusCode;
    }
    catch (HttpRequestException error)
    {
        Console.Error.WriteLine(error.Message);
    }

    codes.AddOrUpdate(code, 1, (_, count) => count + 1);
    (code == 200 ? times : refusals).Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
}

string Codes() => string.Join(", ", codes.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {pair.Value}"));

static void Row(string name, double rate, IReadOnlyCollection<double> times) => Console.WriteLine(FormattableString.Invariant(
    $"| {name} | {rate:0.0} | {Quantile(times, 0.5):0.0} | {Quantile(times, 0.99):0.0} |"));

byte[] Photo(long photo)
{
    // Decoders pass over what follows a JPEG's end.
    return [.. scene, .. BitConverter.GetBytes(photo)];
}

Process Start()
{
    string[] arguments =
    [
        "--model", model, "--port", "0", "--threads", "1", "--requests", "0", "--concurrency", $"{Concurrency}", "--cache", $"{CacheMiB}",
        "--no-page",
    ];
    return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
}

static async Task<string> AddressAsync(Process server)
{
    while (await server.StandardError.ReadLineAsync() is { } line)
    {
        Console.Error.WriteLine(line);
        int at = line.IndexOf("http://", StringComparison.Ordinal);
        if (at < 0) continue;
        _ = Task.Run(async () =>
        {
            while (await server.StandardError.ReadLineAsync() is { } more) Console.Error.WriteLine(more);
        });
        return line[at..].Split(' ')[0];
    }

    throw new InvalidOperationException("The service did not start.");
}

long Resident()
{
    server.Refresh();
    return server.WorkingSet64;
}

static double Quantile(IEnumerable<double> values, double share)
{
    var sorted = values.Order().ToArray();
    return sorted.Length == 0 ? 0 : sorted[(int)(share * (sorted.Length - 1))];
}

double Argument(string name, double usual)
{
    int at = Array.IndexOf(args, name);
    return at < 0 ? usual : double.Parse(args[at + 1], CultureInfo.InvariantCulture);
}

static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
