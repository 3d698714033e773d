using MaskClip.Models.Hub;

namespace MaskClip.Models;

/// <summary>What a <see cref="ModelStore"/> sees around it: the catalogs, and what it otherwise takes from the process.</summary>
/// <remarks>
/// For programs with settings of their own, and for tests. Nothing changes it after it was made.
/// Immutable, so safe to use from several threads.
/// </remarks>
public sealed record ModelStoreSurroundings
{
    /// <summary>The models that are pulled from OpenAI by name.</summary>
    /// <value>The default value is <see cref="KnownModels.All"/>.</value>
    public IReadOnlyList<KnownModel> Published { get; init; } = KnownModels.All;

    /// <summary>The models of the Hugging Face hub that have a short name.</summary>
    /// <value>The default value is <see cref="HubModels.All"/>.</value>
    public IReadOnlyList<HubModel> OnHub { get; init; } = HubModels.All;

    /// <summary>Gives an environment variable's value, or <see langword="null"/>; called from several threads.</summary>
    /// <value>The default value reads the process's own.</value>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Measures how long a server is silent, and the pauses before a download goes on.</summary>
    /// <value>The default value is the system's clock.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The folder of installed model packages; it need not be there.</summary>
    /// <value>The default value is <see cref="InstalledModels.DefaultFolder"/>.</value>
    public string Packages { get; init; } = InstalledModels.DefaultFolder;

    /// <summary>
    /// Gives what sends requests when models are pulled, as <c>IHttpMessageHandlerFactory</c> does: proxies, certificates and logs are then
    /// the application's. It must not follow redirects, which are followed here so that a token stays with the host that it is for. What it
    /// gives is disposed after a pull.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: handlers of this library's own.</value>
    public Func<HttpMessageHandler>? Transport { get; init; }
}
