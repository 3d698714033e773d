using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace MaskClip.Labelling.Cluster;

/// <summary>
/// What happens to a member that the others took for dead, as they do when its machine slept or its clock was set: its host stops, and
/// whoever runs it may join anew. Orleans itself would end the process, and with it the photos at work.
/// </summary>
/// <param name="lifetime">The host that stops.</param>
internal sealed class MemberEnd(IHostApplicationLifetime lifetime) : IFatalErrorHandler
{
    /// <inheritdoc/>
    public bool IsUnexpected(Exception exception) => true;

    /// <inheritdoc/>
    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null) => lifetime.StopApplication();
}
