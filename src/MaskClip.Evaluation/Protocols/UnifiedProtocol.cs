using MaskClip.Words;

namespace MaskClip.Evaluation.Protocols;

/// <summary>
/// The successors' common protocol, begun by SCLIP: CLIP's own mean, 80 templates, sliding windows, softmax over all synonyms, thresholds
/// for the background.
/// </summary>
internal static class UnifiedProtocol
{
    private const int LongSide = 2048;

    /// <summary>The settings for a data set and a method.</summary>
    public static EvaluationProtocol For(string set, string method)
    {
        var recipe = UnifiedRecipe.For(method.Split(':')[0].ToLowerInvariant(), set);
        return new EvaluationProtocol
        {
            Name = EvaluationProtocol.Unified,
            Summary = "MaskCLIP's successors: sliding windows, CLIP's mean, 80 templates, engineered names, softmax over synonyms, " +
                "thresholds",
            Segmenter = new()
            {
                Photos = new()
                {
                    Method = method,
                    Size = recipe.Size,
                    LongSide = LongSide,
                    Resize = InputResize.OpenCvBilinear,
                    Windows = recipe.Windows,
                },
                Texts = new() { Templates = PromptTemplates.ImageNet, Synonyms = SynonymMode.BestProbability },
                Compatibility = Compatibility.Clip,
            },
            Segmentation = new()
            {
                LogitScale = recipe.LogitScale,
                BackgroundThreshold = recipe.BackgroundThreshold,
                AreaThreshold = recipe.AreaThreshold,
                Pamr = recipe.Pamr,
            },
            Names = Names(set, recipe.PlainNames),
            Remarks = [.. Remarks(set)],
        };
    }

    /// <summary>The texts of SCLIP's name files. Plain: one for each class, as ClearCLIP's file has them.</summary>
    private static string[][]? Names(string set, bool plain)
    {
        if (BuiltInWords.SuccessorNames(set) is not { } successors) return null;
        string[][] names = [.. successors.Select(texts => texts.ToArray())];
        var own = BuiltInWords.DatasetNames(set)!;
        return plain ? [.. names.Select((texts, c) => texts.Length == 1 ? texts : [own[c]])] : names;
    }

    private static IEnumerable<string> Remarks(string set)
    {
        bool known = set is "voc20" or "voc21" or "context59" or "context60" or "coco-stuff" or "ade20k" or "cityscapes";
        if (!known) yield return $"'{set}' is not in the successors' tables: their usual settings and the data set's own names are taken";
    }
}
