using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MaskClip.Extensions;

/// <summary>A model of an application, loaded when it is first asked for: once, however many ask.</summary>
/// <remarks>Safe to use, and to dispose, from several threads.</remarks>
public sealed class SegmenterSource : IDisposable
{
    private readonly IOptionsMonitor<MaskClipOptions> options;
    private readonly ILoggerFactory loggers;
    private readonly IHttpMessageHandlerFactory handlers;
    private readonly CancellationTokenSource closing = new();
    private readonly Lock gate = new();
    private Task<Segmenter>? loading;
    private bool disposed;

    /// <summary>Creates a source; nothing is loaded.</summary>
    internal SegmenterSource(
        string key, IOptionsMonitor<MaskClipOptions> options, ILoggerFactory loggers, IHttpMessageHandlerFactory handlers)
    {
        Key = key;
        this.options = options;
        this.loggers = loggers;
        this.handlers = handlers;
    }

    /// <summary>The name of the client of <see cref="IHttpClientFactory"/> that models are pulled with.</summary>
    public const string HttpClientName = "MaskClip";

    /// <summary>The key that it was added with; empty for the application's only, or first, model.</summary>
    public string Key { get; }

    /// <summary>What it is called: its key, else the model's name, else <c>default</c>.</summary>
    public string Name => Key.Length > 0 ? Key : Options.Model ?? Loaded?.Source.DisplayName ?? "default";

    /// <summary>How it is loaded.</summary>
    /// <exception cref="OptionsValidationException">The options are wrong; all errors are named.</exception>
    public MaskClipOptions Options => options.Get(Key);

    /// <summary>The model, where it is loaded.</summary>
    public Segmenter? Loaded => loading is { IsCompletedSuccessfully: true } done ? done.Result : null;

    /// <summary>Why the last attempt to load it failed; <see langword="null"/> where none did.</summary>
    public Exception? Error => loading?.Exception?.InnerException;

    /// <summary>Loads the model unless it is loaded. A failure is not kept: the next call tries again.</summary>
    /// <param name="cancellationToken">Stops the waiting, not the loading.</param>
    /// <inheritdoc cref="MaskClip.Segmenter.Load(string?, SegmenterOptions?)" path="/exception"/>
    /// <exception cref="ModelPullException">It is not here and cannot be downloaded.</exception>
    public Task<Segmenter> GetAsync(CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (loading is null or { IsFaulted: true } or { IsCanceled: true }) loading = Task.Run(LoadAsync);
            return loading.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Closes the model; a loading that is under way is stopped.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
        }

        closing.Cancel();
        _ = loading?.ContinueWith(
            done => done.Result.Dispose(),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        closing.Dispose();
    }

    private async Task<Segmenter> LoadAsync()
    {
        var own = Options;
        var logger = loggers.CreateLogger("MaskClip");
        var how = ReferenceEquals(own.Segmenter.Logger, NullLogger.Instance) ? own.Segmenter with { Logger = logger } : own.Segmenter;
        if (own is { Pull: true, Model: { } model }) await PullAsync(model, how, logger);
        var segmenter = await Segmenter.LoadAsync(own.Model, how, cancellationToken: closing.Token);
        logger.LogInformation("Loaded {Model} ({Reason}).", segmenter.Source.DisplayName, segmenter.Source.Reason);
        return segmenter;
    }

    private async Task PullAsync(string model, SegmenterOptions how, ILogger logger)
    {
        var store = new ModelStore(
            Path.Combine(how.CacheFolder, "models"),
            new Models.ModelStoreSurroundings { Transport = () => handlers.CreateHandler(HttpClientName) });
        bool isKnown = store.IsOnHub(model) || ModelStore.KnownNames.Contains(model, StringComparer.OrdinalIgnoreCase);
        if (!isKnown || store.Find(model) is not null) return;
        logger.LogInformation("Pulling {Model}.", model);
        await store.PullAsync(model, cancellationToken: closing.Token);
    }
}
