using System.Security.Cryptography;
using MaskClip.Models;
using MaskClip.Storage;

namespace MaskClip;

/// <summary>The folder of downloaded models: pulls OpenAI's CLIP checkpoints by name, and says which model a name stands for.</summary>
/// <remarks>
/// The environment variable <c>MASKCLIP_MIRROR</c> (an http or https address, for example <c>http://mirror.example:8080/pub</c>) replaces
/// the scheme and host of every published address; the path stays: <c>MIRROR/clip/models/SHA256/ViT-B-16.pt</c>. Whatever a mirror sends
/// is held to the published SHA-256. Safe to use from several threads and processes.
/// </remarks>
public sealed class ModelStore
{
    internal const string MirrorVariable = "MASKCLIP_MIRROR";

    // One for the process, as HttpClient wants to be used. Silence is timed by the download itself.
    private static readonly HttpClient Http = new() { Timeout = Timeout.InfiniteTimeSpan };

    private readonly IReadOnlyList<KnownModel> catalogue;
    private readonly Func<string, string?> environment;
    private readonly TimeProvider time;
    private readonly string packages;

    /// <summary>Opens a folder of models. Nothing is created before the first pull.</summary>
    /// <param name="folder">The folder; <see langword="null"/> takes <c>models</c> in <c>MASKCLIP_HOME</c> or the user's cache folder.</param>
    public ModelStore(string? folder = null)
        : this(
            folder ?? Path.Combine(CacheFolder.Default, "models"),
            KnownModels.All,
            Environment.GetEnvironmentVariable,
            TimeProvider.System)
    {
    }

    /// <summary>Creates a store over another catalogue, environment, clock and folder of installed packages.</summary>
    internal ModelStore(string folder, IReadOnlyList<KnownModel> catalogue, Func<string, string?> environment, TimeProvider time, string? packages = null)
    {
        this.packages = packages ?? InstalledModels.DefaultFolder;
        Folder = Path.GetFullPath(folder);
        this.catalogue = catalogue;
        this.environment = environment;
        this.time = time;
    }

    /// <summary>The names that <see cref="PullAsync"/> knows: <c>RN50</c> ... <c>ViT-L-14-336px</c>.</summary>
    public static IReadOnlyList<string> KnownNames { get; } = [.. KnownModels.All.Select(model => model.Name)];

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Finds a pulled model.</summary>
    /// <param name="name">A known name; letter case does not matter, and OpenAI's spellings (<c>ViT-L/14@336px</c>) are taken too.</param>
    /// <returns>Full path of its file, unchecked; <see langword="null"/> when it is not here or the name is unknown.</returns>
    public string? Find(string name) => Known(name) is { } model && File.Exists(PathOf(model)) ? PathOf(model) : null;

    /// <summary>Downloads a model unless it is here, continuing an interrupted download, and checks its SHA-256.</summary>
    /// <param name="name">A known name, spelled as for <see cref="Find"/>.</param>
    /// <param name="progress">Told about every piece that arrives.</param>
    /// <param name="cancellationToken">Stops the download; what has arrived is kept for the next pull.</param>
    /// <returns>Full path of the file.</returns>
    /// <exception cref="ModelPullException">The name is unknown, the network or the disk fails, another process is pulling the same model,
    /// or the file does not have the published checksum (it is deleted then).</exception>
    public async Task<string> PullAsync(string name, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var model = Known(name) ?? throw new ModelPullException(KnownModels.Unknown(catalogue, name));
        var (path, url) = (PathOf(model), Mirrored(model.Url));
        try
        {
            if (await IsVerifiedAsync(path, model, cancellationToken)) return path;
            await using var exclusive = Lock(model);
            if (await IsVerifiedAsync(path, model, cancellationToken)) return path; // by whoever held the lock until now

            var part = path + ".part";
            await new ResumableDownload(Http, time, url, part, progress).RunAsync(cancellationToken);
            var actual = await HashAsync(part, cancellationToken);
            if (actual != model.Sha256)
            {
                File.Delete(part);
                throw new ModelPullException(
                    $"{url} is not {model.Name}: its SHA-256 is {actual}, expected {model.Sha256}. It was deleted. " +
                    $"A proxy or login page may have answered instead; pull again, or {ByHand(model)}");
            }

            File.Move(part, path, overwrite: true);
            return path;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException or UnauthorizedAccessException)
        {
            throw new ModelPullException(
                $"Cannot pull {model.Name} from {url}: {exception.Message.TrimEnd('.')}. Pull again later, or {ByHand(model)}", exception);
        }
    }

    /// <summary>Says which model to use.</summary>
    /// <param name="nameOrPath">
    /// A known name (as for <see cref="Find"/>; write <c>./RN50</c> for a folder of such a name), the name of an installed model package (<c>photo</c>,
    /// <c>world-clip</c>), or a path to a checkpoint. <see langword="null"/> or empty takes what the environment variable <c>MASKCLIP_MODEL</c> says; else
    /// ViT-B-16 when it has been pulled; else the package <c>photo</c>, else <c>world-clip</c>, when it is installed.
    /// </param>
    /// <returns>The model and the reason for the choice.</returns>
    /// <exception cref="FileNotFoundException">
    /// The model that is named is not here, or none is named and none is here; the message says how to get it.
    /// </exception>
    public ModelSource Resolve(string? nameOrPath = null) => new ModelResolver(this, catalogue, environment, packages).Resolve(nameOrPath);

    /// <summary>Where a model's file is or would be.</summary>
    internal string PathOf(KnownModel model) => Path.Combine(Folder, model.FileName);

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

    private FileStream Lock(KnownModel model)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            return new FileStream(
                PathOf(model) + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelPullException(
                $"{exception.Message} If another process is pulling {model.Name} now, wait for it; " +
                $"else make sure that {Folder} can be written, or set {CacheFolder.Variable} to a folder that can.",
                exception);
        }
    }

    private static async Task<bool> IsVerifiedAsync(string path, KnownModel model, CancellationToken cancellationToken) =>
        File.Exists(path) && await HashAsync(path, cancellationToken) == model.Sha256;

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
