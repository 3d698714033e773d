using Microsoft.Extensions.AI;

namespace MaskClip.Extensions.Embeddings;

/// <summary>
/// Embeds texts with a model's text tower, as they are: to be compared with <see cref="PhotoEmbeddingGenerator"/>'s vectors of photos.
/// </summary>
/// <remarks>Safe to use from several threads. The model is the application's: disposing this leaves it open.</remarks>
/// <param name="source">The model.</param>
public sealed class TextEmbeddingGenerator(SegmenterSource source) : IEmbeddingGenerator<string, Embedding<float>>
{
    // Texts that go through the engine at once: enough to keep it busy, few enough to stop soon.
    private const int BatchSize = 32;

    /// <inheritdoc/>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var segmenter = await source.GetAsync(cancellationToken);
        var model = GeneratorModel.Check(segmenter, options);
        return await Task.Run(
            () =>
            {
                var result = new GeneratedEmbeddings<Embedding<float>>();
                foreach (var batch in values.Chunk(BatchSize))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    foreach (var vector in segmenter.EmbedTexts(batch, cancellationToken))
                        result.Add(new Embedding<float>(vector) { ModelId = model, CreatedAt = DateTimeOffset.UtcNow });
                }

                return result;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => GeneratorModel.Service(this, source, serviceType, serviceKey);

    /// <summary>Does nothing: the model is the application's.</summary>
    public void Dispose()
    {
    }
}
