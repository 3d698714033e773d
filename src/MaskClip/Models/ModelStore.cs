using MaskClip.Models;
using MaskClip.Models.Hub;
using MaskClip.Storage;

namespace MaskClip;

/// <summary>
/// The folder of downloaded models: pulls OpenAI's CLIP checkpoints by name and any model of the Hugging Face hub, and says which model a
/// name stands for.
/// </summary>
/// <remarks>
/// <para>
/// A model of the hub is named <c>hf:ORG/NAME</c> or <c>hf:ORG/NAME@REVISION</c>, or by one of <see cref="HubNames"/>. It is looked for in
/// Hugging Face's own cache first. <c>HF_ENDPOINT</c>, <c>HF_TOKEN</c>, <c>HF_HUB_OFFLINE</c>, <c>HF_HOME</c> and <c>HF_HUB_CACHE</c> mean
/// what they mean to Hugging Face's tools. The token goes to the endpoint's host alone. What comes is held to the size and checksum that
/// the hub publishes.
/// </para>
/// <para>
/// The environment variable <c>MASKCLIP_MIRROR</c> (an http or https address, for example <c>http://mirror.example:8080/pub</c>) replaces
/// the scheme and host of every published address; the path stays: <c>MIRROR/clip/models/SHA256/ViT-B-16.pt</c>. Whatever a mirror sends
/// is held to the published SHA-256. Safe to use from several threads and processes.
/// </para>
/// </remarks>
public sealed class ModelStore
{
    internal const string MirrorVariable = "MASKCLIP_MIRROR";

    // One for the process, as HttpClient wants to be used. Silence is timed by the download itself.
    private static readonly HttpClient Http = new() { Timeout = Timeout.InfiniteTimeSpan };

    private readonly IReadOnlyList<KnownModel> catalogue;
    private readonly IReadOnlyList<HubModel> hubCatalogue;
    private readonly HubStore hub;
    private readonly Func<string, string?> environment;
    private readonly TimeProvider time;
    private readonly Func<HttpMessageHandler>? transport;
    private readonly string packages;

    /// <summary>Opens a folder of models. Nothing is created before the first pull.</summary>
    /// <param name="folder">The folder; <see langword="null"/> takes <c>models</c> in <c>MASKCLIP_HOME</c> or the user's cache
    /// folder.</param>
    /// <param name="surroundings">
    /// Catalogs, environment, clock, installed packages; <see langword="null"/> takes the process's own.
    /// </param>
    public ModelStore(string? folder = null, ModelStoreSurroundings? surroundings = null)
    {
        surroundings ??= new();
        environment = surroundings.Environment;
        Folder = Path.GetFullPath(folder ?? Path.Combine(CacheFolder.For(environment), "models"));
        hub = new HubStore(Folder, environment, surroundings.Time, surroundings.Transport);
        packages = surroundings.Packages;
        catalogue = surroundings.Published;
        hubCatalogue = surroundings.OnHub;
        time = surroundings.Time;
        transport = surroundings.Transport;
    }

    /// <summary>The names of OpenAI's models: <c>RN50</c> ... <c>ViT-L-14-336px</c>.</summary>
    public static IReadOnlyList<string> KnownNames { get; } = [.. KnownModels.All.Select(model => model.Name)];

    /// <summary>Short names of models on the hub, as <c>ViT-B-16-laion2b</c>; <c>hf:ORG/NAME</c> names any other.</summary>
    public static IReadOnlyList<string> HubNames { get; } = [.. HubModels.All.Select(model => model.Name)];

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Finds a model that needs no download. Nobody is asked.</summary>
    /// <param name="name">A known name; letter case does not matter, and OpenAI's spellings (<c>ViT-L/14@336px</c>) are taken too. Or
    /// <c>hf:ORG/NAME</c>.</param>
    /// <returns>
    /// Full path of its file, or of its folder for a model of the hub, unchecked; <see langword="null"/> when it is not here or the name is
    /// unknown.
    /// </returns>
    /// <exception cref="OptionsException">What follows <c>hf:</c> is not a name of a model.</exception>
    public string? Find(string name) => HubNameOf(name) is { } onHub ? hub.Find(onHub)?.Path
        : Known(name) is { } model && File.Exists(PathOf(model)) ? PathOf(model)
        : null;

    /// <summary>Says what a pull would bring, and under which license: to be shown before it is done.</summary>
    /// <param name="name">A name as for <see cref="Find"/>.</param>
    /// <param name="cancellationToken">Stops the question.</param>
    /// <returns><see langword="null"/> where the model is here and a pull would download nothing.</returns>
    /// <inheritdoc cref="PullAsync" path="/exception"/>
    public async Task<ModelOffer?> OfferAsync(string name, CancellationToken cancellationToken = default)
    {
        if (HubNameOf(name) is { } onHub) return await hub.OfferAsync(onHub, cancellationToken);
        var model = Known(name) ?? throw Unknown(name);
        return File.Exists(PathOf(model))
            ? null
            : new ModelOffer(model.Name, Mirrored(model.Url).ToString(), KnownModel.License, model.ApproximateBytes, [model.FileName]);
    }

    /// <summary>
    /// Downloads a model unless it is here, continuing an interrupted download, and checks it against the published checksums.
    /// </summary>
    /// <param name="name">A name as for <see cref="Find"/>. Of a branch of the hub, the newest commit is brought.</param>
    /// <param name="progress">Told about every piece that arrives.</param>
    /// <param name="cancellationToken">Stops the download; what has arrived is kept for the next pull.</param>
    /// <returns>Full path of the file, or of the folder for a model of the hub.</returns>
    /// <exception cref="ModelPullException">The name is unknown, the network or the disk fails, the hub refuses, another process is pulling
    /// the same model, or a file does not have the published checksum (it is deleted then).</exception>
    /// <exception cref="OptionsException">What follows <c>hf:</c> is not a name of a model.</exception>
    public async Task<string> PullAsync(
        string name, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (HubNameOf(name) is { } onHub) return await hub.PullAsync(onHub, progress, cancellationToken);
        var model = Known(name) ?? throw Unknown(name);
        var file = new RemoteFile(model.Name, Mirrored(model.Url), FileChecksum.Sha256(model.Sha256), null, model.MaxBytes);
        var (path, store) = (PathOf(model), new StoreFolder(Folder));
        try
        {
            if (await file.Checksum.FitsAsync(path, cancellationToken)) return path;
            await using var exclusive = store.Lock(path + ".lock", model.Name);
            if (await file.Checksum.FitsAsync(path, cancellationToken)) return path; // by whoever held the lock until now
            using var own = transport is null ? null : HubRequests.Client(file.Url, token: null, transport);
            await new FilePull(own ?? Http, time, store).RunAsync(
                file, path + ".part", path, $", or {ByHand(model)}", progress, cancellationToken);
            return path;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException
            or UnauthorizedAccessException)
        {
            throw new ModelPullException(
                $"Cannot pull {model.Name} from {file.Url}: {exception.Message.TrimEnd('.')}. Pull again later, or {ByHand(model)}",
                exception);
        }
    }

    /// <summary>Says which model to use.</summary>
    /// <param name="nameOrPath">
    /// A known name (as for <see cref="Find"/>; write <c>./RN50</c> for a folder of such a name), <c>hf:ORG/NAME</c>, the name of an
    /// installed model package (<c>photo</c>, <c>world-clip</c>), or a path to a checkpoint. <see langword="null"/> or empty takes what the
    /// environment variable <c>MASKCLIP_MODEL</c> says; else ViT-B-16 when it has been pulled; else the package <c>photo</c>, else
    /// <c>world-clip</c>, when it is installed.
    /// </param>
    /// <returns>The model and the reason for the choice.</returns>
    /// <exception cref="FileNotFoundException">
    /// The model that is named is not here, or none is named and none is here; the message says how to get it.
    /// </exception>
    /// <exception cref="OptionsException">What follows <c>hf:</c> is not a name of a model.</exception>
    public ModelSource Resolve(
        string? nameOrPath = null) => new ModelResolver(this, catalogue, hubCatalogue, environment, packages).Resolve(nameOrPath);

    /// <summary>Whether a name stands for a model of the Hugging Face hub, here or not. Nobody is asked.</summary>
    /// <param name="name">A name as for <see cref="Find"/>.</param>
    /// <exception cref="OptionsException">What follows <c>hf:</c> is not a name of a model.</exception>
    public bool IsOnHub(string name) => HubNameOf(name) is not null;

    /// <summary>Models of the hub that were pulled into this folder. Nobody is asked.</summary>
    /// <returns>Their names, without those whose branch <c>main</c> was not pulled whole.</returns>
    public IEnumerable<HubName> PulledFromHub() => hub.Pulled();

    /// <summary>Where a model of the hub is: <c>pulled</c>, or <c>in Hugging Face's cache</c>.</summary>
    /// <param name="name">The model.</param>
    /// <returns>Where, for people; <see langword="null"/> when it is not here.</returns>
    public string? PlaceOf(HubName name) => hub.Find(name)?.Place;

    /// <summary>The model of the hub that a name stands for.</summary>
    internal HubName? HubNameOf(string name) => HubName.IsOne(name) ? HubName.Parse(name)
        : Known(name) is null ? HubModels.Find(hubCatalogue, name)?.Hub
        : null;

    /// <summary>Models of the hub that are here.</summary>
    internal HubStore Hub => hub;

    /// <summary>Where a model's file is or would be.</summary>
    internal string PathOf(KnownModel model) => Path.Combine(Folder, model.FileName);

    private ModelPullException Unknown(string name) => new(KnownModels.Unknown(catalogue, hubCatalogue, name));

    private KnownModel? Known(string name) => KnownModels.Find(catalogue, name);

    private string ByHand(KnownModel model) =>
        $"put the file at {PathOf(model)} by hand ({model.ApproximateSize}, SHA-256 {model.Sha256}), " +
        $"or set {MirrorVariable} to a server that has it.";

    private Uri Mirrored(Uri published)
    {
        if (environment(MirrorVariable) is not { Length: > 0 } mirror) return published;
        var address = mirror.TrimEnd('/') + published.AbsolutePath;
        if (Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
        throw new ModelPullException(
            $"{MirrorVariable} is '{mirror}', which is not an http or https address such as http://mirror.example:8080. " +
            "Correct it or unset it.");
    }
}
