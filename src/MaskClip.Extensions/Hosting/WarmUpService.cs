using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MaskClip.Extensions;

/// <summary>Loads the models that are to be there from the start. The application starts meanwhile.</summary>
/// <param name="sources">All models.</param>
/// <param name="logger">Is told what cannot be loaded.</param>
internal sealed class WarmUpService(SegmenterSources sources, ILogger<WarmUpService> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var source in sources.All.Where(source => source.Options.WarmUp))
        {
            try
            {
                var segmenter = await source.GetAsync(stoppingToken);
                // The text tower too, which a model opens with its first name.
                await Task.Run(() => segmenter.EmbedTexts(["a photo"], stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // The health check tells; requests that need the model try again.
                logger.LogError("The model '{Model}' cannot be loaded: {Error}", source.Name, error.Message);
            }
        }
    }
}
