using Microsoft.Extensions.AI;

namespace MaskClip.Extensions.Embeddings;

/// <summary>
/// Embeds photos as a whole with a model's image tower: to be compared with <see cref="TextEmbeddingGenerator"/>'s vectors of texts.
/// </summary>
/// <remarks>Safe to use from several threads. The model is the application's: disposing this leaves it open.</remarks>
/// <param name="source">The model.</param>
public sealed class PhotoEmbeddingGenerator(SegmenterSource source) : IEmbeddingGenerator<DataContent, Embedding<float>>
{
    /// <summary>Embeds photos, one after the other.</summary>
    /// <param name="values">Encoded photos: JPEG, PNG, WebP, BMP, GIF or TIFF.</param>
    /// <param name="options">Model and dimensions, which must be the model's own where they are given.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <exception cref="ImageFormatException">What was given is not a readable photo.</exception>
    /// <exception cref="OptionsException">The options ask for another model or for other dimensions.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<DataContent> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var segmenter = await source.GetAsync(cancellationToken);
        var model = GeneratorModel.Check(segmenter, options);
        return await Task.Run(
            () =>
            {
                var result = new GeneratedEmbeddings<Embedding<float>>();
                foreach (var content in values)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var photo = RgbImage.Load(content.Data, content.Name ?? "photo");
                    var vector = segmenter.EmbedImage(photo, cancellationToken);
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
