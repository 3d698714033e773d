using MaskClip.CommandLine.Terminal;
using MaskClip.Models.Hub;

namespace MaskClip.CommandLine.Commands;

/// <summary>Pulls a model for a command: says what comes and under which license, then shows how far it is.</summary>
public static class ModelPull
{
    /// <summary>Pulls a model unless it is here; gives its path.</summary>
    public static async Task<string> RunAsync(CliHost host, string name, bool quiet, CancellationToken cancellationToken)
    {
        var store = host.Models;
        if (!quiet && await store.OfferAsync(name, cancellationToken) is { } offer)
        {
            var files = offer.Files.Count == 1 ? "one file" : $"{offer.Files.Count} files";
            host.Error.WriteLine($"{offer.Name}: {offer.Bytes / 1e6:0.#} MB in {files} from {offer.Address}");
            host.Error.WriteLine($"license: {offer.License ?? "not stated by its publisher"}");
        }

        var bar = quiet ? null : new PullBar(host.Error, host.IsTerminal, name);
        try
        {
            return await store.PullAsync(name, bar, cancellationToken);
        }
        finally
        {
            bar?.End();
        }
    }

    /// <summary>
    /// Brings what is named by its address on the hub and is not here. Who writes an address asks for what is there; all other names are
    /// only looked up.
    /// </summary>
    public static void Bring(CliHost host, string? name, bool quiet, CancellationToken cancellationToken)
    {
        if (name is null || !HubName.IsOne(name) || host.Models.Find(name) is not null) return;
        RunAsync(host, name, quiet, cancellationToken).GetAwaiter().GetResult();
    }
}
