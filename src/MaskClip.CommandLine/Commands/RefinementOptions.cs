using System.CommandLine;
using System.Globalization;
using MaskClip.CommandLine.Settings;

namespace MaskClip.CommandLine.Commands;

/// <summary>What is done to scores before they become labels, shared by the verbs that score.</summary>
public sealed class RefinementOptions
{
    private readonly Option<float?> keySmoothing = new("--key-smoothing")
    {
        Description = "Average positions whose confidence is below this over positions with similar keys. Without a number: 1.0.",
        HelpName = "0..1",
    };
    private readonly Option<float?> keySmoothingTemperature = new("--key-smoothing-temperature")
    {
        Description = "Key smoothing with weights softmax(t cos) of keys instead of the paper's cosines (ours). Without a number: 20.",
        HelpName = "t",
    };
    private readonly Option<float?> promptDenoising = new("--prompt-denoising")
    {
        Description = "Take out names whose confidence is below this everywhere; the surest stays where all are below. Without a " +
            "number: 0.5.",
        HelpName = "0..1",
    };
    private readonly Option<float?> logitScale = new("--logit-scale")
    {
        Description = "What cosines are multiplied by before the softmax. Default: by model, 100 for CLIP.",
        HelpName = "n",
    };
    private readonly Option<bool> sigmoid = new("--sigmoid")
    {
        Description = "A name's confidence is the sigmoid of its own score (SigLIP models), instead of a softmax over all names.",
    };
    private readonly Option<float?> presence = new("--presence")
    {
        Description = "Names of what the photo shows nowhere lose by this times their distance in presence; 0 for not at all. Default: " +
            "by model. Without a number: 0.6.",
        HelpName = "0..10",
    };
    private readonly Option<float?> prototypes = new("--prototypes")
    {
        Description = "Compare positions with the mean of all that a name has in the photo, which counts this much. Without a number: 0.2.",
        HelpName = "0..10",
    };
    private readonly Option<int?> pamr = new("--pamr")
    {
        Description = "Refine masks along the photo's edges (PAMR), so many times; 0 for not at all. Without a number: 10.",
        HelpName = "iterations",
    };
    private readonly Option<string> pamrDilations = new("--pamr-dilations")
    {
        Description = "Distances in pixels of the neighbors that PAMR looks at.",
        DefaultValueFactory = _ => "8,16",
        HelpName = "pixels",
    };
    private readonly Option<double?> guidedFilter = new("--guided-filter") { HelpName = "cells" };
    private readonly bool followsEdges;
    private readonly Option<double?> propagate = new("--propagate")
    {
        Description = "Spread scores over the whole photo up to its edges; points keep so much of their own, 0 for not at all. Without a " +
            "number: 0.05.",
        HelpName = "weight",
    };
    private readonly Option<float> minScore = new("--min-score")
    {
        Description = "Ignore pixels whose confidence is lower (255 in the mask; 65535 with more than 255 classes).",
        HelpName = "0..1",
    };
    private readonly Option<float> backgroundThreshold = new("--background-threshold")
    {
        Description = "Pixels whose best confidence is lower become background.",
        HelpName = "0..1",
    };
    private readonly Option<float> areaThreshold = new("--area-threshold")
    {
        Description = "Take out names that cover a smaller share of what is not background.",
        HelpName = "0..1",
    };
    private readonly Option<float?> vocabularyReduction = new("--vocabulary-reduction")
    {
        Description = "Drop names whose confidence for the photo as a whole is below this share of the best name's. Without a number: " +
            "0.05.",
        HelpName = "0..1",
    };

    /// <summary>Creates the options.</summary>
    /// <param name="followsEdges">Whether masks are led along the photo's edges where nothing else is asked for.</param>
    public RefinementOptions(bool followsEdges = false)
    {
        this.followsEdges = followsEdges;
        guidedFilter.Description = "Refine masks along the photo's edges with the guided filter of this radius; 0 for not at all. " +
            (followsEdges ? "Default: 1, unless --pamr or --propagate is given." : "Without a number: 1.");
    }

    /// <summary>What can be done to scores alone, without a photo.</summary>
    public IEnumerable<Option> Scores =>
    [
        keySmoothing, keySmoothingTemperature, promptDenoising, logitScale, prototypes, pamr, pamrDilations
    ];

    /// <summary>What leads masks along the photo's edges, whatever made the scores.</summary>
    public IEnumerable<Option> Edges => [pamr, pamrDilations, guidedFilter, propagate];

    /// <summary>What has a meaning only for CLIP and names: all but edges and the minimum score.</summary>
    public IEnumerable<Option> OfModels =>
    [
        keySmoothing, keySmoothingTemperature, promptDenoising, logitScale, prototypes, sigmoid, presence, backgroundThreshold,
        areaThreshold, vocabularyReduction
    ];

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [.. OfModels, .. Edges, minScore];

    /// <summary>The library's options, checked.</summary>
    /// <param name="result">What was given.</param>
    /// <param name="start">What holds where nothing was given; <see langword="null"/> takes the defaults.</param>
    public SegmentationOptions Read(ParseResult result, SegmentationOptions? start = null)
    {
        start ??= new();
        float? temperature = result.Or(keySmoothingTemperature, start.KeySmoothingTemperature);
        // Who asks for another form of smoothing asks for smoothing.
        float? usual = temperature is null ? null : SegmentationOptions.UsualKeySmoothing;
        var options = start with
        {
            KeySmoothing = result.Or(keySmoothing, start.KeySmoothing ?? usual),
            KeySmoothingTemperature = temperature,
            PromptDenoising = result.Or(promptDenoising, start.PromptDenoising),
            LogitScale = result.Or(logitScale, start.LogitScale),
            Sigmoid = result.Or(sigmoid, start.Sigmoid),
            Presence = result.Or(presence, start.Presence),
            Prototypes = result.Or(prototypes, start.Prototypes),
            Pamr = ReadPamr(result, start.Pamr),
            GuidedFilter = ReadGuidedFilter(result, start.GuidedFilter ?? Usual(result)),
            Propagation = ReadPropagation(result, start.Propagation),
            MinScore = result.Or(minScore, start.MinScore),
            BackgroundThreshold = result.Or(backgroundThreshold, start.BackgroundThreshold),
            AreaThreshold = result.Or(areaThreshold, start.AreaThreshold),
            VocabularyReduction = result.Or(vocabularyReduction, start.VocabularyReduction),
        };
        options.Validate();
        return options;
    }

    /// <summary>What a student takes of the options: only what was given leads its masks, finer than a model's, along edges.</summary>
    public SegmentationOptions ReadForStudent(ParseResult result)
    {
        var options = Read(result);
        return result.IsGiven(guidedFilter) ? options : options with { GuidedFilter = null };
    }

    // Nothing that excludes it; a sigmoid's probabilities do not sum to 1.
    private GuidedFilterOptions? Usual(ParseResult result) =>
        followsEdges && result.GetValue(pamr) is (null or 0) && result.GetValue(propagate) is (null or 0) && !result.GetValue(sigmoid)
            ? new()
            : null;

    private PamrOptions? ReadPamr(ParseResult result, PamrOptions? start)
    {
        var options = result.IsGiven(pamr) ? (start ?? new()) with { Iterations = result.GetValue(pamr)!.Value } : start;
        return options is null or { Iterations: 0 } ? null : options with
        {
            Dilations = result.Or(pamrDilations, options.Dilations, text => ReadDistances(pamrDilations.Name, text)),
        };
    }

    private GuidedFilterOptions? ReadGuidedFilter(ParseResult result, GuidedFilterOptions? start)
    {
        var options = result.IsGiven(guidedFilter) ? (start ?? new()) with { Radius = result.GetValue(guidedFilter)!.Value } : start;
        return options is null or { Radius: 0 } ? null : options;
    }

    private PropagationOptions? ReadPropagation(ParseResult result, PropagationOptions? start)
    {
        var options = result.IsGiven(propagate) ? (start ?? new()) with { DataWeight = result.GetValue(propagate)!.Value } : start;
        return options is null or { DataWeight: 0 } ? null : options;
    }

    /// <summary>Reads distances separated by commas.</summary>
    public static IReadOnlyList<int> ReadDistances(string option, string text) =>
        [.. text.Split(',').Select(distance => int.TryParse(distance, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new UsageException($"{option} is '{text}'; whole numbers separated by commas are expected, as in 8,16."))];
}
