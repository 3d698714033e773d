using MaskClip.Extensions;
using MaskClip.Extensions.Embeddings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds MaskClip's models to an application.</summary>
/// <remarks>Not safe to use from several threads, as collections of services are.</remarks>
public static class MaskClipServiceCollectionExtensions
{
    /// <summary>
    /// Adds a model: <see cref="MaskClip.Segmenter"/> as a singleton, <see cref="SegmenterSource"/> for who must not wait, embedding
    /// generators of texts and photos, a health check named <c>maskclip</c>, and its loading at start.
    /// </summary>
    /// <param name="services">The application's services.</param>
    public static IServiceCollection AddMaskClip(this IServiceCollection services) => Add(services, "", _ => { });

    /// <summary>Adds a model, as <see cref="AddMaskClip(IServiceCollection)"/> does.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says which model, and how it is loaded.</param>
    public static IServiceCollection AddMaskClip(this IServiceCollection services, Action<MaskClipOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, "", builder => builder.Configure(configure));
    }

    /// <summary>Adds a model as a section of the configuration describes it.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">A section with the properties of <see cref="MaskClipOptions"/>.</param>
    public static IServiceCollection AddMaskClip(this IServiceCollection services, IConfiguration configuration) =>
        Add(services, "", builder => builder.Bind(configuration));

    /// <summary>
    /// Adds one of several models, each of which is had by its key: <c>[FromKeyedServices("fast")] Segmenter segmenter</c>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="key">The key; not empty.</param>
    /// <param name="configure">Says which model, and how it is loaded.</param>
    public static IServiceCollection AddKeyedMaskClip(this IServiceCollection services, string key, Action<MaskClipOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, key, builder => builder.Configure(configure));
    }

    /// <summary>Adds one of several models as a section of the configuration describes it.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="key">The key; not empty.</param>
    /// <param name="configuration">A section with the properties of <see cref="MaskClipOptions"/>.</param>
    public static IServiceCollection AddKeyedMaskClip(this IServiceCollection services, string key, IConfiguration configuration)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return Add(services, key, builder => builder.Bind(configuration));
    }

    private static IServiceCollection Add(IServiceCollection services, string key, Action<OptionsBuilder<MaskClipOptions>> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = services.AddOptions<MaskClipOptions>(key);
        configure(builder);
        builder.ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MaskClipOptions>, MaskClipOptionsValidation>());
        // What was added under this key before is only configured further.
        if (services.Any(known => known.IsKeyedService && known.ServiceType == typeof(SegmenterSource) && key.Equals(known.ServiceKey)))
            return services;
        AddOnce(services);
        services.AddSingleton(new SegmenterKey(key));
        services.AddKeyedSingleton(key, (provider, _) => new SegmenterSource(
            key,
            provider.GetRequiredService<IOptionsMonitor<MaskClipOptions>>(),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<IHttpMessageHandlerFactory>()));
        AddModel(services, key);
        return services;
    }

    private static void AddOnce(IServiceCollection services)
    {
        services.AddLogging();
        // Redirects are followed by the store, which takes a token off before another host is asked.
        services.AddHttpClient(SegmenterSource.HttpClientName).ConfigurePrimaryHttpMessageHandler(
            () => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        services.TryAddSingleton(provider => new SegmenterSources(provider.GetServices<SegmenterKey>()
            .Select(known => provider.GetRequiredKeyedService<SegmenterSource>(known.Key))));
        if (services.Any(known => known.ImplementationType == typeof(WarmUpService))) return;
        services.AddHostedService<WarmUpService>();
        services.AddHealthChecks().AddCheck<SegmenterHealthCheck>("maskclip", HealthStatus.Unhealthy, ["ready"]);
    }

    private static void AddModel(IServiceCollection services, string key)
    {
        services.AddKeyedSingleton(key, (provider, _) => Source(provider).GetAsync().GetAwaiter().GetResult());
        services.AddKeyedSingleton<IEmbeddingGenerator<string, Embedding<float>>>(
            key, (provider, _) => new TextEmbeddingGenerator(Source(provider)));
        services.AddKeyedSingleton<IEmbeddingGenerator<DataContent, Embedding<float>>>(
            key, (provider, _) => new PhotoEmbeddingGenerator(Source(provider)));
        if (key.Length > 0) return;
        services.AddSingleton(Source);
        services.AddSingleton(provider => provider.GetRequiredKeyedService<MaskClip.Segmenter>(key));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(key));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<IEmbeddingGenerator<DataContent, Embedding<float>>>(key));

        SegmenterSource Source(IServiceProvider provider) => provider.GetRequiredKeyedService<SegmenterSource>(key);
    }
}
