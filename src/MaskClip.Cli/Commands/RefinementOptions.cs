using System.CommandLine;
using System.Globalization;

namespace MaskClip.Cli.Commands;

/// <summary>What is done to scores before they become labels, shared by the verbs that score.</summary>
internal sealed class RefinementOptions
{
    private readonly Option<float?> keySmoothing = new("--key-smoothing") { Description = "Average positions whose confidence is below this over positions with similar keys. Without a number: 1.0.", HelpName = "0..1" };
    private readonly Option<float?> promptDenoising = new("--prompt-denoising") { Description = "Take out names whose confidence is below this everywhere. Without a number: 0.5.", HelpName = "0..1" };
    private readonly Option<float> logitScale = new("--logit-scale") { Description = "What cosines are multiplied by before the softmax.", DefaultValueFactory = _ => SegmentationOptions.DefaultLogitScale };
    private readonly Option<int?> pamr = new("--pamr") { Description = "Refine masks along the photo's edges (PAMR), so many times. Without a number: 10.", HelpName = "iterations" };
    private readonly Option<string> pamrDilations = new("--pamr-dilations") { Description = "Distances in pixels of the neighbours that PAMR looks at.", DefaultValueFactory = _ => "8,16", HelpName = "pixels" };
    private readonly Option<double?> guidedFilter = new("--guided-filter") { Description = "Refine masks along the photo's edges with the guided filter of this radius. Without a number: 1.", HelpName = "cells" };
    private readonly Option<float> minScore = new("--min-score") { Description = "Ignore pixels whose confidence is lower (label 255).", HelpName = "0..1" };
    private readonly Option<float> backgroundThreshold = new("--background-threshold") { Description = "Pixels whose best confidence is lower become background.", HelpName = "0..1" };
    private readonly Option<float> areaThreshold = new("--area-threshold") { Description = "Take out names that cover a smaller share of what is not background.", HelpName = "0..1" };
    private readonly Option<float?> vocabularyReduction = new("--vocabulary-reduction") { Description = "Drop names whose confidence for the photo as a whole is below this share of the best name's. Without a number: 0.05.", HelpName = "0..1" };

    /// <summary>What can be done to scores alone, without a photo.</summary>
    public IEnumerable<Option> Scores => [keySmoothing, promptDenoising, logitScale, pamr, pamrDilations];

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [.. Scores, guidedFilter, minScore, backgroundThreshold, areaThreshold, vocabularyReduction];

    /// <summary>The library's options, checked.</summary>
    public SegmentationOptions Read(ParseResult result)
    {
        var options = new SegmentationOptions
        {
            KeySmoothing = result.GetValue(keySmoothing),
            PromptDenoising = result.GetValue(promptDenoising),
            LogitScale = result.GetValue(logitScale),
            Pamr = result.GetValue(pamr) is { } iterations ? new PamrOptions { Iterations = iterations, Dilations = ReadDilations(result.GetValue(pamrDilations)!) } : null,
            GuidedFilter = result.GetValue(guidedFilter) is { } radius ? new GuidedFilterOptions { Radius = radius } : null,
            MinScore = result.GetValue(minScore),
            BackgroundThreshold = result.GetValue(backgroundThreshold),
            AreaThreshold = result.GetValue(areaThreshold),
            VocabularyReduction = result.GetValue(vocabularyReduction),
        };
        options.Validate();
        return options;
    }

    private static int[] ReadDilations(string text) =>
        [.. text.Split(',').Select(distance => int.TryParse(distance, NumberStyles.Integer, CultureInfo.InvariantCulture, out int pixels)
            ? pixels
            : throw new UsageException($"--pamr-dilations is '{text}'; pixels parted by commas are expected, as in 8,16."))];
}
