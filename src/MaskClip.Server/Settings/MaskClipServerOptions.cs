using System.ComponentModel.DataAnnotations;

namespace MaskClip.Server;

/// <summary>What the service accepts, keeps and shows.</summary>
/// <remarks>Checked at start, all errors in one message. Change them from one thread at a time.</remarks>
public sealed class MaskClipServerOptions
{
    private const long Mega = 1 << 20;

    /// <summary>The largest body of a request, in bytes.</summary>
    /// <value>1 KiB to 1 GiB. The default value is 32 MiB.</value>
    [Range(1024, 1024 * Mega)]
    public long MaxBodyBytes { get; set; } = 32 * Mega;

    /// <summary>The bytes of bodies that are received at the same time, of all requests together; further requests get 429.</summary>
    /// <value>1 KiB to 1 TiB. The default value is 256 MiB.</value>
    [Range(1024, 1024 * 1024 * Mega)]
    public long MaxReceivingBytes { get; set; } = 256 * Mega;

    /// <summary>The largest photo in pixels, width times height; read from the header before anything is decoded.</summary>
    /// <value>1 to 1,000,000,000. The default value is 40 million.</value>
    [Range(1, 1_000_000_000)]
    public long MaxPixels { get; set; } = 40_000_000;

    /// <summary>How long decoding one photo may take.</summary>
    /// <value>0.01 s to an hour. The default value is 10 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan MaxDecodeTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest size (short side in pixels) that a request may ask for.</summary>
    /// <value>32 to 8192. The default value is 1024.</value>
    [Range(32, 8192)]
    public int MaxSize { get; set; } = 1024;

    /// <summary>The most names of a request, background and synonyms included.</summary>
    /// <value>1 to 65,535. The default value is 256.</value>
    [Range(1, ushort.MaxValue)]
    public int MaxNames { get; set; } = 256;

    /// <summary>The most characters of a name with its synonyms and label.</summary>
    /// <value>1 to 10,000. The default value is 500.</value>
    [Range(1, 10_000)]
    public int MaxNameLength { get; set; } = 500;

    /// <summary>How many photos are decoded, embedded or labeled at the same time; further ones wait.</summary>
    /// <value>1 to 1024. The default value is 2.</value>
    [Range(1, 1024)]
    public int MaxConcurrency { get; set; } = 2;

    /// <summary>How many photos may wait; further requests get 429 with a time after which to try again.</summary>
    /// <value>0 to 100,000. The default value is 32.</value>
    [Range(0, 100_000)]
    public int MaxQueue { get; set; } = 32;

    /// <summary>
    /// Requests that one client (an address, or an API key) may make in a minute; further ones get 429. Health, metrics and the page's
    /// files do not count.
    /// </summary>
    /// <value>0 for no limit, to 1,000,000. The default value is 1200.</value>
    [Range(0, 1_000_000)]
    public int MaxRequestsPerMinute { get; set; } = 1200;

    /// <summary>Bytes of photos and features that are kept for further requests; what was used least recently goes first.</summary>
    /// <value>0 to 1 TiB. The default value is 512 MiB.</value>
    [Range(0, 1024 * 1024 * Mega)]
    public long CacheBytes { get; set; } = 512 * Mega;

    /// <summary>How long a photo is kept after its last use.</summary>
    /// <value>A second to 30 days. The default value is half an hour.</value>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan PhotoLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>What clients must send in the header <c>X-Api-Key</c> (or as a bearer token).</summary>
    /// <value>8 to 500 characters. The default value is <see langword="null"/>: nothing is asked.</value>
    [StringLength(500, MinimumLength = 8)]
    public string? ApiKey { get; set; }

    /// <summary>Whether the page is served.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool Page { get; set; } = true;

    /// <summary>Whether the API's description and the page to try it are served, at <c>/openapi/v1.json</c> and <c>/scalar</c>.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool OpenApi { get; set; } = true;

    /// <summary>Whether measurements are served for Prometheus at <c>/metrics</c>.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool Metrics { get; set; } = true;

    /// <summary>
    /// Folders of photos that jobs can name: a name, and the folder that it stands for. What clients send is never a path.
    /// </summary>
    /// <value>The default value has none.</value>
    public IDictionary<string, string> Folders { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How the service labels for Label Studio.</summary>
    public LabelStudioOptions LabelStudio { get; } = new();
}
