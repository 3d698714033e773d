using Microsoft.Extensions.AI;

namespace MaskClip.Extensions.Embeddings;

/// <summary>What both generators say of their model, and what they are asked for that it must be.</summary>
internal static class GeneratorModel
{
    /// <summary>Checks that the options are the model's.</summary>
    /// <returns>The model's name.</returns>
    public static string Check(Segmenter segmenter, EmbeddingGenerationOptions? options)
    {
        var name = segmenter.Source.DisplayName;
        if (options?.ModelId is { } model && !model.Equals(name, StringComparison.OrdinalIgnoreCase))
            throw new OptionsException($"The model '{model}' was asked for; this generator has '{name}'. Add the other by a key.");
        if (options?.Dimensions is { } dimensions && dimensions != segmenter.EmbeddingSize)
        {
            throw new OptionsException(
                $"{dimensions} dimensions were asked for; the embeddings of '{name}' have {segmenter.EmbeddingSize}. Leave them out.");
        }

        return name;
    }

    /// <summary>What a generator gives by type: itself, its metadata, its model.</summary>
    public static object? Service(object generator, SegmenterSource source, Type type, object? key)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (key is not null) return null;
        if (type == typeof(EmbeddingGeneratorMetadata))
        {
            return new EmbeddingGeneratorMetadata(
                "MaskClip",
                providerUri: null,
                source.Loaded?.Source.DisplayName ?? source.Options.Model,
                source.Loaded?.EmbeddingSize);
        }

        return type == typeof(SegmenterSource) ? source
            : type == typeof(Segmenter) ? source.Loaded
            : type.IsInstanceOfType(generator) ? generator
            : null;
    }
}
