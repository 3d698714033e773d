namespace MaskClip.Training.Contrastive;

/// <summary>How both towers are optimized: AdamW or Muon, a warm-up, and half a cosine.</summary>
public sealed record ContrastiveOptimization
{
    /// <summary>The parts that <see cref="Frozen"/> can name.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["image", "text", "tokens", "scale"];

    /// <summary>Optimization steps.</summary>
    public int Steps { get; init; } = 10_000;

    /// <summary>Pictures that go through the image tower together.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>Batches that are one step: their pictures and texts are each other's negatives.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>The highest learning rate, at the end of the warm-up.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>
    /// The highest learning rate of Muon, which then steps the matrices and convolutions of blocks, AdamW the rest; it rises and falls as
    /// <see cref="LearningRate"/> does. 0, the default, is AdamW for all.
    /// </summary>
    public double MuonRate { get; init; }

    /// <summary>Steps in which the learning rate rises.</summary>
    public int WarmUp { get; init; } = 500;

    /// <summary>Weight decay, of matrices.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>Decay of the mean gradient.</summary>
    public double FirstDecay { get; init; } = 0.9;

    /// <summary>Decay of the mean squared gradient.</summary>
    public double SecondDecay { get; init; } = 0.98;

    /// <summary>Added to a gradient's deviation.</summary>
    public double Epsilon { get; init; } = 1e-6;

    /// <summary>The longest gradient that is followed as it is; longer ones are shortened. 0 for any.</summary>
    public double GradientNorm { get; init; } = 1;

    /// <summary>
    /// Weight of a second loss that compares the texts with single places of the pictures, as the method <c>maskclip</c> reads them. 0, the
    /// default, is CLIP's training; with more the model is no longer one whose places were never trained.
    /// </summary>
    public double PlacesWeight { get; init; }

    /// <summary>
    /// In the loss of places, how much more near places count: each counts as the exponential of so many times its cosine. With 10 a place
    /// of cosine 0.8 counts a thousand times one of 0.1, and a thing is found at its most telling spot; with less, more of it has to be
    /// near its name.
    /// </summary>
    public double PlacesSharpness { get; init; } = 10;

    /// <summary>The <see cref="Parts"/> that keep their weights.</summary>
    public IReadOnlyList<string> Frozen { get; init; } = [];

    /// <summary>Pictures of a step.</summary>
    public int SamplesPerStep => Batch * Accumulate;

    /// <summary>The learning rate of a step, from 0.</summary>
    public double RateAt(int step)
    {
        if (step < WarmUp) return LearningRate * (step + 1) / WarmUp;
        return LearningRate * 0.5 * (1 + Math.Cos(Math.PI * (step - WarmUp) / Math.Max(1, Steps - WarmUp)));
    }

    /// <summary>Muon's learning rate of a step, from 0.</summary>
    public double MuonRateAt(int step) => MuonRate / LearningRate * RateAt(step);

    /// <summary>Whether a parameter keeps its weights.</summary>
    /// <param name="name">openai/CLIP's name.</param>
    public bool Freezes(string name) => Frozen.Contains(PartOf(name));

    /// <summary>Adds what is out of range to a list of errors.</summary>
    internal void Validate(List<string> errors)
    {
        if (Steps is < 1 or > 10_000_000) errors.Add($"{Steps} steps; 1 to 10000000 are allowed");
        if (Batch is < 1 or > 65_536) errors.Add($"the batch is {Batch}; 1 to 65536 is allowed");
        if (Accumulate is < 1 or > 1024) errors.Add($"{Accumulate} batches a step; 1 to 1024 are allowed");
        if (SamplesPerStep < 2) errors.Add("a step has one picture; without others there is nothing to tell it from: 2 or more are needed");
        if (LearningRate is not (> 0 and <= 1)) errors.Add($"the learning rate is {LearningRate}; more than 0 and at most 1 is allowed");
        if (MuonRate is not (>= 0 and <= 1)) errors.Add($"Muon's learning rate is {MuonRate}; 0 (AdamW) to 1 is allowed");
        if (WarmUp < 0 || WarmUp > Steps) errors.Add($"the warm-up is {WarmUp} steps; 0 to the number of steps ({Steps}) are allowed");
        if (WeightDecay is not (>= 0 and <= 10)) errors.Add($"the weight decay is {WeightDecay}; 0 to 10 is allowed");
        if (GradientNorm is not (>= 0 and <= 1e6))
            errors.Add($"the gradient's longest norm is {GradientNorm}; 0 (any) to 1000000 is allowed");
        if (PlacesWeight is not (>= 0 and <= 100)) errors.Add($"the weight of places is {PlacesWeight}; 0 to 100 is allowed");
        if (PlacesSharpness is not (>= 0 and <= 100))
            errors.Add($"the sharpness of places is {PlacesSharpness}; 0 (all count alike) to 100 is allowed");
        if (Frozen.Except(Parts).ToArray() is { Length: > 0 } unknown)
            errors.Add($"'{string.Join("', '", unknown)}' cannot be frozen; {string.Join(", ", Parts)} can");
        if (Parts.All(Frozen.Contains)) errors.Add("everything is frozen; leave something to train");
    }

    private static string PartOf(string name) => name switch
    {
        "logit_scale" => "scale",
        "token_embedding.weight" => "tokens",
        _ => name.StartsWith("visual.", StringComparison.Ordinal) ? "image" : "text",
    };
}
