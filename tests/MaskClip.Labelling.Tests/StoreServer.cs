using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MaskClip.Labelling.Tests;

/// <summary>A store as Debian ships it, on a free port of this machine; the test is skipped by name where it is not installed.</summary>
internal sealed class StoreServer : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-store-").FullName;
    private readonly string kind;
    private readonly int port;
    private readonly ProcessStartInfo start;
    private Process process = null!;

    private StoreServer(string kind)
    {
        this.kind = kind;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        start = kind == "redis" ? Redis() : Postgres();
        Start();
    }

    /// <summary>Its address, as <c>--cluster</c> takes it.</summary>
    public string Address => kind == "redis" ? $"redis://127.0.0.1:{port}" : $"postgres://maskclip:secret@127.0.0.1:{port}/postgres";

    /// <summary>Starts a store.</summary>
    public static StoreServer Start(string kind) => new(kind);

    /// <summary>Ends it as a crash does.</summary>
    public void Crash()
    {
        // PostgreSQL's own word for it; its processes are several.
        using (var kill = Process.Start("kill", [kind == "redis" ? "-KILL" : "-QUIT", $"{Server()}"])) kill.WaitForExit();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>Starts it again, with what it had written.</summary>
    public void Start()
    {
        var clock = Stopwatch.StartNew();
        process = Process.Start(start)!;
        while (!Answers())
        {
            if (process.HasExited) process = Process.Start(start)!;
            Assert.True(clock.Elapsed.TotalSeconds < 60, $"{kind} did not start");
            Thread.Sleep(50);
        }
    }

    public void Dispose()
    {
        Crash();
        Directory.Delete(folder, recursive: true);
    }

    private ProcessStartInfo Redis()
    {
        Assert.SkipUnless(IsInstalled("redis-server"), "redis-server is not installed.");
        return Quiet("redis-server", "--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", "");
    }

    private ProcessStartInfo Postgres()
    {
        var programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(one => Path.Combine(one, "bin"))
                .FirstOrDefault(one => File.Exists(Path.Combine(one, "initdb")))
            : null;
        Assert.SkipUnless(programs is not null, "PostgreSQL is not installed.");
        var data = Path.Combine(folder, "data");
        var password = Path.Combine(folder, "password");
        File.WriteAllText(password, "secret");

        // It refuses to run as root.
        bool isRoot = Environment.UserName == "root";
        if (isRoot) Run("chown", "-R", "postgres", folder);
        string[] before = isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
        string[] access = ["-U", "maskclip", "-A", "scram-sha-256", $"--pwfile={password}"];
        Run([.. before, Path.Combine(programs!, "initdb"), "-D", data, .. access, "-E", "UTF8"]);
        return Quiet([.. before, Path.Combine(programs!, "postgres"), "-D", data, "-p", $"{port}", "-h", "127.0.0.1", "-k", ""]);
    }

    private static void Run(params string[] command)
    {
        using var process = Process.Start(Quiet(command))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static ProcessStartInfo Quiet(params string[] command) => new("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", .. command])
    {
        UseShellExecute = false,
        WorkingDirectory = "/tmp",
    };

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private int Server() => process.Id;

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            if (kind == "redis") return true;
            using var source = Npgsql.NpgsqlDataSource.Create(
                $"Host=127.0.0.1;Port={port};Username=maskclip;Password=secret;Database=postgres;Pooling=false;Timeout=2");
            using var command = source.CreateCommand("SELECT 1");
            command.ExecuteScalar();
            return true;
        }
        catch (Exception error) when (error is SocketException or Npgsql.NpgsqlException)
        {
            return false;
        }
    }
}
