namespace MaskClip.Evaluation.Protocols;

/// <summary>
/// MaskCLIP's protocol, from the configurations of its released code (chongzhou96/MaskCLIP 245d31f, <c>configs/maskclip</c>).
/// </summary>
internal static class PaperProtocol
{
    /// <summary>The settings for a data set.</summary>
    public static EvaluationProtocol For(string set, string method)
    {
        var (size, longSide, known) = Scale(set);
        return new EvaluationProtocol
        {
            Name = EvaluationProtocol.Paper,
            Summary = "MaskCLIP's released code: whole photos, its sizes, cv2's bilinear resize, ImageNet's mean, exact GELU, 85 templates",
            Segmenter = new()
            {
                Photos = new()
                {
                    Method = method,
                    Size = size,
                    LongSide = longSide,
                    Resize = InputResize.OpenCvBilinear,
                    Sides = InputSides.Pad,
                },
                Texts = new() { Templates = PromptTemplates.MaskClip, Synonyms = SynonymMode.Average },
                Compatibility = Compatibility.Released,
            },
            Segmentation = new() { LogitScale = 100 },
            Remarks = known ? [] : [$"'{set}' is not in the paper: mmsegmentation's usual size is taken"],
        };
    }

    /// <summary>mmsegmentation's <c>img_scale</c>, always with <c>keep_ratio</c>: the short and the long side's limits.</summary>
    private static (int Size, int LongSide, bool Known) Scale(string set) => set switch
    {
        "context59" or "context60" => (520, 520, true),
        "voc20" or "voc21" or "coco-stuff" or "ade20k" => (512, 2048, true),
        "cityscapes" => (512, 1024, true),
        _ => (512, 2048, false),
    };
}
