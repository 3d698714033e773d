using System.Net;
using MaskClip.Storage;

namespace MaskClip.Models.Hub;

/// <summary>
/// Models of the hub that are here: in Hugging Face's own cache, which is only read, and in the folder that pulls are written to.
/// </summary>
/// <param name="folder">The folder of pulled models.</param>
/// <param name="environment">Environment variables.</param>
/// <param name="time">Measures patience and pauses.</param>
/// <param name="transport">Gives what sends requests; <see langword="null"/> for a handler of our own.</param>
internal sealed class HubStore(
    string folder, Func<string, string?> environment, TimeProvider time, Func<HttpMessageHandler>? transport = null)
{
    private readonly HubSettings settings = new(environment);
    private readonly StoreFolder store = new(folder);

    private HubCache Theirs => new(settings.CacheFolder, isOurs: false);

    private HubCache Ours => new(Path.Combine(store.Root, "hub"), isOurs: true);

    /// <summary>The folder of a model, and whose it is.</summary>
    public (string Path, string Place)? Find(HubName name) => Theirs.Find(name) is { } theirs ? (theirs, "in Hugging Face's cache")
        : Ours.Find(name) is { } ours ? (ours, "pulled")
        : null;

    /// <summary>The models of the hub whose main branch was pulled.</summary>
    public IEnumerable<HubName> Pulled() => Ours.Names();

    /// <summary>The sentence for a model that is not here.</summary>
    /// <param name="name">The model.</param>
    /// <param name="asked">How it was named.</param>
    public string Missing(HubName name, string asked) =>
        $"{asked} is not here yet: 'maskclip models pull {asked}' brings it. It was looked for in " +
        $"{Path.Combine(Theirs.Folder, name.FolderName)} and in {Path.Combine(Ours.Folder, name.FolderName)}.";

    /// <summary>What a pull would bring; <see langword="null"/> where it would ask nobody.</summary>
    public async Task<ModelOffer?> OfferAsync(HubName name, CancellationToken cancellationToken)
    {
        if (settings.IsOffline || Theirs.Find(name) is not null) return null;
        var (hub, revision, files) = await AskAsync(name, cancellationToken);
        hub.Dispose();
        return new ModelOffer(
            name.ToString(),
            new Uri(settings.Endpoint, name.Repository).ToString(),
            revision.License,
            files.Sum(file => file.Size),
            [.. files.Select(file => file.Path)]);
    }

    /// <summary>Downloads what is not here, and checks it; gives the folder.</summary>
    public async Task<string> PullAsync(HubName name, IProgress<PullProgress>? progress, CancellationToken cancellationToken)
    {
        if (Theirs.Find(name) is { } theirs) return await CheckedAsync(theirs, cancellationToken);
        if (settings.IsOffline)
        {
            return Ours.Find(name)
                ?? throw new ModelPullException(
                    $"{name} is not here, and {HubSettings.OfflineVariable} is set: nothing is asked of the hub. " +
                    $"Unset it, or put the model into {Theirs.Folder}.");
        }

        var (http, revision, files) = await AskAsync(name, cancellationToken);
        using (http)
        {
            await using var exclusive = store.Lock(store.At("hub", name.FolderName, ".lock"), name.ToString());
            try
            {
                await DownloadAsync(http, name, revision, files, progress, cancellationToken);
            }
            catch (Exception exception) when (IsOfTheWorld(exception))
            {
                throw Failed(name, exception);
            }

            foreach (var named in new[] { revision.Commit, name.Revision }.Distinct()) WriteRef(name, named, revision.Commit);
            return Ours.SnapshotOf(name, revision.Commit);
        }
    }

    private async Task DownloadAsync(
        HttpClient http,
        HubName name,
        HubRevision revision,
        IReadOnlyList<HubFile> files,
        IProgress<PullProgress>? progress,
        CancellationToken cancellationToken)
    {
        var client = new HubClient(http, settings.Endpoint, time);
        var pull = new FilePull(http, time, store);
        var advice = $", or put the model into {Theirs.Folder} with Hugging Face's tools.";
        long total = files.Sum(file => file.Size), before = 0;
        foreach (var file in files)
        {
            var target = store.At("hub", name.FolderName, "snapshots", revision.Commit, file.Path);
            store.Prepare(target);
            if (new FileInfo(target).LinkTarget is not null || !await file.Checksum.FitsAsync(target, cancellationToken))
            {
                // By its checksum, so that what another revision, or an interrupted pull, has of the same file is gone on with.
                var part = store.At("hub", name.FolderName, "parts", $"{file.Checksum.Hex}.part");
                var published = new RemoteFile(file.Path, client.AddressOf(name, revision.Commit, file.Path), file.Checksum, file.Size);
                await pull.RunAsync(published, part, target, advice, Shifted(progress, before, total), cancellationToken);
            }

            before += file.Size;
        }
    }

    private async Task<(HttpClient Http, HubRevision Revision, IReadOnlyList<HubFile> Files)> AskAsync(
        HubName name, CancellationToken cancellationToken)
    {
        var http = HubRequests.Client(settings.Endpoint, settings.Token, transport);
        try
        {
            var revision = await new HubClient(http, settings.Endpoint, time).DescribeAsync(name, cancellationToken);
            return (http, revision, HubFiles.Needed(name, revision.Files));
        }
        catch (Exception exception)
        {
            http.Dispose();
            if (IsOfTheWorld(exception)) throw Failed(name, exception);
            throw;
        }
    }

    private static async Task<string> CheckedAsync(string snapshot, CancellationToken cancellationToken)
    {
        if (await HubCache.DamagedAsync(snapshot, cancellationToken) is not { } damaged) return snapshot;
        throw new ModelPullException(
            $"{damaged}, in Hugging Face's cache, does not have the checksum that it is named by: it is damaged. " +
            "Delete that model there, and pull again.");
    }

    // Last, and whole: a revision that has its commit here has all its files.
    private void WriteRef(HubName name, string revision, string commit)
    {
        var file = store.At("hub", name.FolderName, "refs", revision);
        store.Prepare(file);
        AtomicFile.WriteAllText(file, commit);
    }

    private static bool IsOfTheWorld(Exception exception) =>
        exception is HttpRequestException or IOException or TimeoutException or UnauthorizedAccessException;

    private ModelPullException Failed(HubName name, Exception exception)
    {
        var page = new Uri(settings.Endpoint, name.Repository);
        var hasToken = settings.Token is not null;
        var next = exception switch
        {
            ServerRefusal { Code: "GatedRepo" } or ServerRefusal { StatusCode: HttpStatusCode.Forbidden } =>
                $"Ask for access at {page}, and set {HubSettings.TokenVariable} to a token of that account with the right to read.",
            ServerRefusal { StatusCode: HttpStatusCode.Unauthorized } when hasToken =>
                $"Check the name, and that the token in {HubSettings.TokenVariable} is valid and may read it.",
            ServerRefusal { StatusCode: HttpStatusCode.Unauthorized } =>
                "Check the name (the hub answers so for models that do not exist, too); " +
                $"for a private or gated one set {HubSettings.TokenVariable}.",
            ServerRefusal { Code: "RevisionNotFound" } => $"There is no revision '{name.Revision}' of it; {page} shows which there are.",
            ServerRefusal { StatusCode: HttpStatusCode.NotFound } => $"Check the name; {page} is where it would be.",
            _ => $"Pull again later (it goes on where it stopped), or put the model into {Theirs.Folder} with Hugging Face's tools, " +
                "where it is found.",
        };
        var server = settings.Endpoint.ToString().TrimEnd('/');
        return new ModelPullException(
            $"Cannot pull {name} from {server}: {Printable.Of(exception.Message).TrimEnd('.')}. {next}", exception);
    }

    private static IProgress<PullProgress>? Shifted(IProgress<PullProgress>? progress, long before, long total) =>
        progress is null ? null : new Shift(progress, before, total);

    /// <summary>One file's progress as that of all.</summary>
    private sealed class Shift(IProgress<PullProgress> progress, long before, long total) : IProgress<PullProgress>
    {
        public void Report(PullProgress value) => progress.Report(value with { Received = before + value.Received, Total = total });
    }
}
