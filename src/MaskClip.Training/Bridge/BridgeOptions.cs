
using MaskClip.Storage;
using MaskClip.Training.Bridge.Optimization;
using MaskClip.Training.Bridge.SelfTraining;
using MaskClip.Training.Bridge.Words;

namespace MaskClip.Training.Bridge;

/// <summary>One run that joins a frozen image network with a frozen text encoder.</summary>
public sealed record BridgeOptions
{
    /// <summary>The photos, with captions or tags.</summary>
    public required IReadOnlyList<PhotoSource> Photos { get; init; }

    /// <summary>The model whose text encoder is taken, and whose image network where <see cref="Image"/> names none.</summary>
    public required ModelSource Model { get; init; }

    /// <summary>A ResNet as torchvision has it; <see langword="null"/> takes the model's.</summary>
    public string? Image { get; init; }

    /// <summary>Which words are learned.</summary>
    public WordOptions Words { get; init; } = new();

    /// <summary>Short side, in pixels, of the photos that are learned from.</summary>
    public int Size { get; init; } = 224;

    /// <summary>How the map is optimized.</summary>
    public MapOptimization Optimization { get; init; } = new();

    /// <summary>Rounds of self-training after the first training.</summary>
    public PositionOptions SelfTraining { get; init; } = new();

    /// <summary>The run's folder.</summary>
    public required string Output { get; init; }

    /// <summary>Where features are kept; <see langword="null"/> for the folder <c>features</c> of the run.</summary>
    public string? Features { get; init; }

    /// <summary>Whether to go on from the folder's checkpoint; without one the run begins.</summary>
    public bool Resume { get; init; }

    /// <summary>Steps between two checkpoints; the last step always makes one.</summary>
    public int CheckpointEvery { get; init; } = 200;

    /// <summary>Of all random numbers.</summary>
    public int Seed { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads of both engines; 0: one per core.</summary>
    public int Threads { get; init; }

    /// <summary>Where graphs are kept.</summary>
    public string CacheFolder { get; init; } = Storage.CacheFolder.Default;

    /// <summary>Photos of a file of features; only tests have another number.</summary>
    public int ShardPhotos { get; init; } = 128;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">One or more are out of range; all are named.</exception>
    public void Validate()
    {
        List<string> errors = [];
        Words.Validate(errors);
        Optimization.Validate(errors);
        SelfTraining.Validate(errors);
        if (Photos.Sum(source => source.Count) < 2) errors.Add("there is one photo; 2 or more are needed");
        if (Size is < 64 or > 1024) errors.Add($"the short side of photos is {Size}; 64 to 1024 pixels are allowed");
        if (CheckpointEvery < 1) errors.Add($"{CheckpointEvery} steps between checkpoints; 1 or more are allowed");
        if (errors.Count > 0) throw new ArgumentException($"This run cannot start: {string.Join("; ", errors)}.");
    }
}
