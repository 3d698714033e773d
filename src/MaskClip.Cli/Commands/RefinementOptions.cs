using System.CommandLine;

namespace MaskClip.Cli.Commands;

/// <summary>Key smoothing, prompt denoising and logit scale, shared by the verbs that score.</summary>
internal sealed class RefinementOptions
{
    private readonly Option<float?> keySmoothing = new("--key-smoothing") { Description = "Average positions whose confidence is below this over positions with similar keys. Without a number: 1.0.", HelpName = "0..1" };
    private readonly Option<float?> promptDenoising = new("--prompt-denoising") { Description = "Take out names whose confidence is below this everywhere. Without a number: 0.5.", HelpName = "0..1" };
    private readonly Option<float> logitScale = new("--logit-scale") { Description = "What cosines are multiplied by before the softmax.", DefaultValueFactory = _ => SegmentationOptions.DefaultLogitScale };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [keySmoothing, promptDenoising, logitScale];

    /// <summary>The library's options, checked.</summary>
    public SegmentationOptions Read(ParseResult result, float minScore = 0)
    {
        var options = new SegmentationOptions
        {
            KeySmoothing = result.GetValue(keySmoothing),
            PromptDenoising = result.GetValue(promptDenoising),
            MinScore = minScore,
            LogitScale = result.GetValue(logitScale),
        };
        options.Validate();
        return options;
    }
}
