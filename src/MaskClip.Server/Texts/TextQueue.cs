using MaskClip.Server.Limits;
using Microsoft.Extensions.Options;

namespace MaskClip.Server.Texts;

/// <summary>Where names wait for the text tower: apart from photos, so that who types waits for no photo.</summary>
/// <param name="options">The limits.</param>
internal sealed class TextQueue(IOptions<MaskClipServerOptions> options) : IDisposable
{
    private readonly WorkQueue queue = new("names", options.Value.MaxConcurrency, options.Value.MaxQueue);

    /// <inheritdoc cref="WorkQueue.RunAsync"/>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken) => queue.RunAsync(work, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => queue.Dispose();
}
