namespace MaskClip.Training;

/// <summary>How a student is optimized. The defaults are the paper's (configurations of the released code).</summary>
public sealed record OptimizationOptions
{
    /// <summary>Optimization steps.</summary>
    /// <value>The default value is 2000 (the paper's for VOC; 4000 for Context, 8000 for COCO-Stuff, ten times that for zero-shot).</value>
    public int Steps { get; init; } = 2000;

    /// <summary>Crops that go through the network together.</summary>
    /// <value>The default value is 4.</value>
    public int Batch { get; init; } = 4;

    /// <summary>Batches whose gradients are added up for one step.</summary>
    /// <value>The default value is 1. The released code's four GPUs are 4.</value>
    public int Accumulate { get; init; } = 1;

    /// <summary>Learning rate of the first step.</summary>
    /// <value>The default value is 0.01.</value>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>
    /// Learning rate of Muon at the first step, which then steps the backbone's and the decoder's matrices and convolutions, gradient
    /// descent the rest; it falls as <see cref="LearningRate"/> does, and <see cref="HeadRate"/> does not change it. 0 is gradient descent
    /// for all.
    /// </summary>
    /// <value>The default value is 0, as in the paper.</value>
    public double MuonRate { get; init; }

    /// <summary>Learning rate that the last step approaches.</summary>
    /// <value>The default value is 0.0001.</value>
    public double MinLearningRate { get; init; } = 1e-4;

    /// <summary>How the rate falls in between: power of the share of steps left.</summary>
    /// <value>The default value is 0.9.</value>
    public double Power { get; init; } = 0.9;

    /// <summary>Momentum of stochastic gradient descent.</summary>
    /// <value>The default value is 0.9.</value>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay, of every trained number.</summary>
    /// <value>The default value is 0.0005.</value>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>What the decoder's and classifier's learning rate is multiplied by.</summary>
    /// <value>The default value is 1, as in the released configurations.</value>
    public double HeadRate { get; init; } = 1;

    /// <summary>Decay of an average over the steps' weights that is evaluated and saved in place of the last weights; 0 for none.</summary>
    /// <value>The default value is 0.</value>
    public double Average { get; init; }

    /// <summary>
    /// Whether convolutions, blocks and Muon compute in bf16 while training: faster where the processor has it. Weights stay fp32, and
    /// students are evaluated and exported in fp32.
    /// </summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool BFloat16 { get; init; }

    /// <summary>Samples of one step.</summary>
    internal int SamplesPerStep => Batch * Accumulate;

    /// <summary>Adds what is out of range to a list of errors.</summary>
    internal void Validate(List<string> errors)
    {
        if (Steps is < 1 or > 10_000_000) errors.Add($"{Steps} steps; 1 to 10000000 are allowed");
        if (Batch is < 1 or > 1024) errors.Add($"the batch is {Batch}; 1 to 1024 is allowed");
        if (Accumulate is < 1 or > 1024) errors.Add($"{Accumulate} batches a step; 1 to 1024 are allowed");
        if (LearningRate is not (> 0 and <= 10)) errors.Add($"the learning rate is {LearningRate}; more than 0 and at most 10 is allowed");
        if (!(MinLearningRate >= 0 && MinLearningRate <= LearningRate))
        {
            errors.Add($"the minimum learning rate is {MinLearningRate}; 0 to the learning rate ({LearningRate}) is allowed");
        }

        if (MuonRate is not (>= 0 and <= 1))
            errors.Add($"Muon's learning rate is {MuonRate}; 0 (gradient descent for all) to 1 is allowed");
        if (Power is not (>= 0 and <= 10)) errors.Add($"the schedule's power is {Power}; 0 to 10 is allowed");
        if (Momentum is not (>= 0 and < 1)) errors.Add($"the momentum is {Momentum}; 0 to less than 1 is allowed");
        if (WeightDecay is not (>= 0 and <= 1)) errors.Add($"the weight decay is {WeightDecay}; 0 to 1 is allowed");
        if (HeadRate is not (> 0 and <= 100)) errors.Add($"the head's rate is {HeadRate}; more than 0 and at most 100 is allowed");
        if (Average is not (>= 0 and < 1)) errors.Add($"the average's decay is {Average}; 0 (none) to less than 1 is allowed");
    }
}
