namespace MaskClip.Training.Bridge.Optimization;

/// <summary>How a map is trained: AdamW with a learning rate that falls by half a cosine.</summary>
public sealed record MapOptimization
{
    /// <summary>Steps of the first training.</summary>
    public int Steps { get; init; } = 500;

    /// <summary>Photos of a step.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>Windows of a photo that a step sees.</summary>
    public int Windows { get; init; } = 12;

    /// <summary>The learning rate at the beginning.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Weight decay of the map's matrix.</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>Checks the values.</summary>
    internal void Validate(ICollection<string> errors)
    {
        if (Steps is < 1 or > 1_000_000) errors.Add($"{Steps} steps; 1 to 1000000 are allowed");
        if (Batch is < 1 or > 65_536) errors.Add($"{Batch} photos a step; 1 to 65536 are allowed");
        if (Windows is < 1 or > Features.PhotoWindows.Count) errors.Add(
            $"{Windows} windows of a photo; 1 to {Features.PhotoWindows.Count} are allowed");
        if (!(LearningRate is > 0 and <= 1)) errors.Add($"the learning rate is {LearningRate}; more than 0 and at most 1 is allowed");
        if (!(WeightDecay is >= 0 and <= 1)) errors.Add($"the weight decay is {WeightDecay}; 0 to 1 is allowed");
    }
}
