using System.CommandLine;
using System.Globalization;
using MaskClip.CommandLine;
using MaskClip.Training;
using MaskClip.Training.Augmentation;

namespace MaskClip.Train.Flags;

/// <summary>The options that say how long and how a student is trained.</summary>
internal sealed class OptimizationFlags
{
    private static readonly OptimizationOptions Usual = new();
    private static readonly AugmentationOptions UsualCrop = new();

    private readonly Option<int> steps = new("--steps")
    {
        Description = "Optimization steps.",
        DefaultValueFactory = _ => Usual.Steps,
        HelpName = "n",
    };
    private readonly Option<int> batch = new("--batch")
    {
        Description = "Crops that go through the network together.",
        DefaultValueFactory = _ => Usual.Batch,
        HelpName = "n",
    };
    private readonly Option<int> accumulate = new("--accumulate")
    {
        Description = "Batches whose gradients are added up for one step.",
        DefaultValueFactory = _ => Usual.Accumulate,
        HelpName = "n",
    };
    private readonly Option<string> crop = new("--crop")
    {
        Description = "Crop in pixels: one side, or WIDTHxHEIGHT; multiples of 8.",
        DefaultValueFactory = _ => $"{UsualCrop.CropWidth}",
        HelpName = "pixels",
    };
    private readonly Option<int?> size = new("--size")
    {
        Description = "Short side in pixels of a photo at scale 1. Default: the crop's.",
        HelpName = "pixels",
    };
    private readonly Option<int?> longSide = new("--long-side")
    {
        Description = "Longest side in pixels of a photo at scale 1. Default: four times the short side; Context's configurations have " +
            "520, with --size 520.",
        HelpName = "pixels",
    };
    private readonly Option<bool> anyRatio = new("--any-ratio")
    {
        Description = "Do not keep the ratio of a photo's sides: at scale 1 it is --long-side wide (default: --size) and --size high.",
    };
    private readonly Option<string> scale = new("--scale")
    {
        Description = "Range of the random scale.",
        DefaultValueFactory = _ => "0.5-2",
        HelpName = "from-to",
    };
    private readonly Option<string> augment = new("--augment")
    {
        Description = "full: scale, crop, flip and colors are varied; none: each photo is cut at its middle.",
        DefaultValueFactory = _ => "full",
    };
    private readonly Option<double> rate = new("--learning-rate", "--lr")
    {
        Description = "Learning rate of the first step.",
        DefaultValueFactory = _ => Usual.LearningRate,
    };
    private readonly Option<double> muon = new("--muon")
    {
        Description = "Learning rate of Muon at the first step, for the network's matrices and convolutions, as 3e-3; 0 is gradient " +
            "descent for all.",
        HelpName = "rate",
    };
    private readonly Option<double> floor = new("--min-learning-rate")
    {
        Description = "Learning rate that the last step approaches.",
        DefaultValueFactory = _ => Usual.MinLearningRate,
    };
    private readonly Option<double> power = new("--power")
    {
        Description = "How the rate falls in between: the power of the share of steps that is left; 1 falls in a line.",
        DefaultValueFactory = _ => Usual.Power,
    };
    private readonly Option<double> momentum = new("--momentum")
    {
        Description = "Momentum of gradient descent.",
        DefaultValueFactory = _ => Usual.Momentum,
    };
    private readonly Option<double> decay = new("--weight-decay")
    {
        Description = "Weight decay.",
        DefaultValueFactory = _ => Usual.WeightDecay,
    };
    private readonly Option<double> head = new("--head-rate")
    {
        Description = "What the head's learning rate is multiplied by.",
        DefaultValueFactory = _ => Usual.HeadRate,
    };
    private readonly Option<bool> bf16 = new("--bf16")
    {
        Description = "Compute convolutions, blocks and Muon in bf16 while training: faster where the processor has it. Weights stay fp32.",
    };
    private readonly Option<double> average = new("--ema")
    {
        Description = "Decay of the weights' exponential average, which is then evaluated and saved; 0 for none.",
        DefaultValueFactory = _ => Usual.Average,
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All =>
    [
        steps, batch, accumulate, crop, size, longSide, anyRatio, scale, augment, rate, muon, floor, power, momentum, decay, head, average,
        bf16
    ];

    /// <summary>How it is optimized.</summary>
    public OptimizationOptions ReadOptimization(ParseResult result) => new()
    {
        Steps = result.GetValue(steps),
        Batch = result.GetValue(batch),
        Accumulate = result.GetValue(accumulate),
        LearningRate = result.GetValue(rate),
        MuonRate = result.GetValue(muon),
        MinLearningRate = Math.Min(
            result.GetValue(floor), result.GetResult(floor) is { Implicit: false } ? double.MaxValue : result.GetValue(rate)),
        Power = result.GetValue(power),
        Momentum = result.GetValue(momentum),
        WeightDecay = result.GetValue(decay),
        HeadRate = result.GetValue(head),
        Average = result.GetValue(average),
        BFloat16 = result.GetValue(bf16),
    };

    /// <summary>How photos are varied.</summary>
    public AugmentationOptions ReadAugmentation(ParseResult result)
    {
        var (width, height) = ReadCrop(result.GetValue(crop)!);
        var (from, to) = ReadScale(result.GetValue(scale)!);
        return new AugmentationOptions
        {
            CropWidth = width,
            CropHeight = height,
            Size = result.GetValue(size),
            LongSide = result.GetValue(longSide),
            KeepRatio = !result.GetValue(anyRatio),
            MinScale = from,
            MaxScale = to,
            Vary = result.GetValue(augment)!.ToLowerInvariant() switch
            {
                "full" => true,
                "none" => false,
                var other => throw new UsageException($"--augment is '{other}'; full and none are allowed."),
            },
        };
    }

    private static (int Width, int Height) ReadCrop(string text)
    {
        var sides = text.Split('x');
        if (sides.Length is 1 or 2 && sides.All(side => int.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            return (int.Parse(sides[0], CultureInfo.InvariantCulture), int.Parse(sides[^1], CultureInfo.InvariantCulture));
        }

        throw new UsageException($"--crop is '{text}'; one side as in 512, or width and height as in 1024x512, are allowed.");
    }

    private static (double From, double To) ReadScale(string text)
    {
        var ends = text.Split('-');
        if (ends.Length == 2 && double.TryParse(ends[0], CultureInfo.InvariantCulture, out double from)
            && double.TryParse(ends[1], CultureInfo.InvariantCulture, out double to))
            return (from, to);
        throw new UsageException($"--scale is '{text}'; two numbers as in 0.5-2 are allowed.");
    }
}
