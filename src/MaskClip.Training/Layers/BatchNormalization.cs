using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Layers;

/// <summary>
/// Batch normalization of maps with PyTorch's constants and names, without its counter of batches, which plays no part in what it computes.
/// </summary>
internal sealed class BatchNormalization : Module<Tensor, Tensor>
{
    private const double Momentum = 0.1;
    private const double Epsilon = 1e-5;

    private readonly Parameter weight;
    private readonly Parameter bias;

    [ComponentName(Name = "running_mean")]
    private readonly Tensor mean;

    [ComponentName(Name = "running_var")]
    private readonly Tensor variance;

    /// <summary>Starts as the identity.</summary>
    public BatchNormalization(int channels)
        : base(nameof(BatchNormalization))
    {
        weight = new Parameter(ones(channels));
        bias = new Parameter(zeros(channels));
        mean = zeros(channels);
        variance = ones(channels);
        RegisterComponents();
    }

    /// <summary>Whether the running statistics follow the batches while training.</summary>
    public bool Tracks { get; set; } = true;

    /// <summary>
    /// Whether it normalizes by its running statistics while training too, which then stay as they are (<c>norm_eval</c>).
    /// </summary>
    public bool IsFrozen { get; set; }

    /// <summary>Makes every result 0: a residual branch that starts so leaves its shortcut alone.</summary>
    public void StartAtZero()
    {
        using var none = no_grad();
        weight.zero_();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        bool batch = training && !IsFrozen;
        if (batch && input.shape[0] * input.shape[2] * input.shape[3] < 2)
        {
            throw new ArgumentException(
                $"A batch of shape [{string.Join(", ", input.shape)}] has one number a channel, and no variance to normalize by: train " +
                $"on larger crops or more of them.",
                nameof(input));
        }

        return functional.batch_norm(input, mean, variance, weight, bias, batch, Tracks ? Momentum : 0, Epsilon);
    }
}
