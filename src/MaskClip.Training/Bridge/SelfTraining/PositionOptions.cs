namespace MaskClip.Training.Bridge.SelfTraining;

/// <summary>Self-training: the map labels positions of photos with their own words, and a new map learns the labels too.</summary>
public sealed record PositionOptions
{
    /// <summary>Rounds; 0 for none.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>Steps of a round.</summary>
    public int Steps { get; init; } = 400;

    /// <summary>Photos whose positions are kept, evenly chosen among all: 1.5 MB each with 512 channels.</summary>
    public int Photos { get; init; } = 1000;

    /// <summary>Photos whose positions a step sees.</summary>
    public int Batch { get; init; } = 10;

    /// <summary>Positions of each of them.</summary>
    public int Positions { get; init; } = 300;

    /// <summary>Weight of the positions' loss beside the photos' two.</summary>
    public double Weight { get; init; } = 2;

    /// <summary>Checks the values.</summary>
    internal void Validate(ICollection<string> errors)
    {
        if (Rounds is < 0 or > 20) errors.Add($"{Rounds} rounds of self-training; 0 to 20 are allowed");
        if (Steps is < 1 or > 1_000_000) errors.Add($"{Steps} steps of a round; 1 to 1000000 are allowed");
        if (Photos < 1) errors.Add($"{Photos} photos are labeled; 1 or more are allowed");
        if (Batch is < 1 or > 1000) errors.Add($"{Batch} labeled photos a step; 1 to 1000 are allowed");
        if (Positions is < 1 or > 10_000) errors.Add($"{Positions} positions of a photo; 1 to 10000 are allowed");
        if (!(Weight is > 0 and <= 100)) errors.Add($"the weight of positions is {Weight}; more than 0 and at most 100 is allowed");
    }
}
