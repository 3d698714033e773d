using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.CommandLine;

namespace MaskClip.Label.Workers;

/// <summary>A running worker: a process that labels what it is asked to, and may die of it.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    /// <summary>The verb of the process that holds the model.</summary>
    public const string Verb = "worker";

    private const int MaxStarts = 5;

    private readonly Process process;

    private WorkerProcess(Process process) => this.process = process;

    /// <summary>What the worker said when its model was loaded.</summary>
    public JsonObject Ready { get; private set; } = [];

    /// <summary>Whether it has not ended.</summary>
    public bool IsRunning => !process.HasExited;

    /// <summary>Starts a worker and waits until its model is loaded.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The folder that relative paths start from.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WorkerDiedException">It died before.</exception>
    /// <exception cref="IOException">The model cannot be loaded.</exception>
    public static async Task<WorkerProcess> StartAsync(
        IReadOnlyList<string> arguments, string folder, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await StartOnceAsync(arguments, folder, cancellationToken);
            }
            catch (WorkerDiedException) when (attempt < MaxStarts)
            {
                // Killed while it was loading its model, which nothing of the job did.
            }
        }
    }

    /// <summary>Asks for work and waits for its end.</summary>
    /// <param name="request">The request.</param>
    /// <param name="hear">Is told what happens on the way.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="WorkerDiedException">The process died of it.</exception>
    /// <exception cref="IOException">It says that nothing goes on.</exception>
    public async Task<JsonObject> AskAsync(JsonObject request, Action<JsonObject> hear, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(request.ToJsonString().AsMemory(), cancellationToken);
            await process.StandardInput.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            // It is gone, and reading says how.
        }

        return await ReadAsync(hear, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync();
        }
        catch (InvalidOperationException)
        {
            // It ended this moment.
        }

        process.Dispose();
    }

    private static async Task<WorkerProcess> StartOnceAsync(
        IReadOnlyList<string> arguments, string folder, CancellationToken cancellationToken)
    {
        // The starter beside the program, or what this one was started by: that of an installed tool lies elsewhere.
        var own = Path.Combine(AppContext.BaseDirectory, "MaskClip.Label" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var host = Environment.ProcessPath!;
        string[] command = File.Exists(own) ? [own]
            : Path.GetFileNameWithoutExtension(host) == "dotnet" ? [host, Path.Combine(AppContext.BaseDirectory, "MaskClip.Label.dll")]
            : [host];
        var start = new ProcessStartInfo(command[0], [.. command[1..], Verb, .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var worker = new WorkerProcess(Process.Start(start)!);
        try
        {
            worker.Ready = await worker.ReadAsync(_ => { }, cancellationToken);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    private async Task<JsonObject> ReadAsync(Action<JsonObject> hear, CancellationToken cancellationToken)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (Parse(line) is not { } said) break; // cut off by its death
            if (said["error"] is { } error)
            {
                var message = error.GetValue<string>();
                throw said["usage"]!.GetValue<bool>() ? new UsageException(message) : new IOException(message);
            }

            if (said["ready"] is not null || said["done"] is not null) return said;
            hear(said);
        }

        await process.WaitForExitAsync(cancellationToken);
        throw new WorkerDiedException(string.Create(
            CultureInfo.InvariantCulture, $"The process that labels ended with exit code {process.ExitCode}."));
    }

    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
