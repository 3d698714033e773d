using MaskClip.Engine;
using MaskClip.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MaskClip.Model;

/// <summary>How a model is opened.</summary>
internal sealed record OpeningOptions
{
    /// <summary>Replaces the activation that the configuration names.</summary>
    public Activation? Activation { get; init; }

    /// <summary>Replaces the epsilon of the layer normalizations.</summary>
    public float? Epsilon { get; init; }

    /// <summary>Replaces the image tower's activation alone.</summary>
    public Activation? ImageActivation { get; init; }

    /// <summary>Threads of the engine; 0 takes one per core.</summary>
    public int Threads { get; init; }

    /// <summary>Where the engine computes.</summary>
    public EngineDevice Device { get; init; } = EngineDevice.Cpu;

    /// <summary>What the towers' layers compute with.</summary>
    public Precision Precision { get; init; }

    /// <summary>Whether the image tower's weights are packed when it is opened.</summary>
    public bool PackWeights { get; init; } = true;

    /// <summary>Is told what takes long the first time.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Where graphs and text embeddings are kept.</summary>
    public string CacheFolder { get; init; } = Storage.CacheFolder.Default;

    /// <summary>What options ask for, with the conventions of their <see cref="SegmenterOptions.Compatibility"/>.</summary>
    public static OpeningOptions Of(SegmenterOptions options)
    {
        bool released = options.Compatibility == Compatibility.Released;
        return new OpeningOptions
        {
            Activation = options.Activation,

            // The released code has an image tower of its own; texts it embeds with CLIP itself.
            ImageActivation = options.Activation ?? (released ? MaskClip.Activation.Gelu : null),
            Epsilon = released ? 1e-6f : null,
            Threads = options.Threads,
            Precision = options.Precision,
            PackWeights = options.PackWeights || options.Precision == Precision.Int8,
            Device = EngineDevice.Parse(options.Device),
            CacheFolder = options.CacheFolder,
            Logger = options.Logger,
        };
    }
}
