using MaskClip.Evaluation;

namespace MaskClip.Cli.Studies;

/// <summary>
/// The results of "Extract Free Dense Labels from CLIP" that can be made again: from the paper's tables and its repository's README
/// (chongzhou96/MaskCLIP 245d31f). Cells of the paper that neither gives are left out.
/// </summary>
internal static class PaperTables
{
    private const string Free = "annotation-free", Robust = "robustness", ZeroShot = "zero-shot";
    private const string Context = "context59", Stuff = "coco-stuff", Voc = "voc20";

    // Training sees crops as the configurations of each set have them; four GPUs of four crops a step are four batches.
    private const string OfVoc = "--crop 512 --size 512", OfContext = "--crop 480 --size 520 --long-side 520", OfStuff = OfVoc;
    private const string Usual = "--student deeplabv2-resnet101 --init resnet101 --compat released --batch 4 --accumulate 4";

    private static readonly SegmentationOptions Plain = new() { LogitScale = 100 };
    private static readonly SegmentationOptions Refined = Plain with { KeySmoothing = 1, PromptDenoising = 0.5f };

    /// <summary>All rows.</summary>
    public static IReadOnlyList<PaperRow> Rows { get; } =
    [
        Row("MaskCLIP", Context, "RN50", 18.5, Plain),
        Row("MaskCLIP", Context, "RN50x16", 20.3, Plain),
        Row("MaskCLIP", Context, "ViT-B-16", 21.7, Plain),
        Row("+ key smoothing, prompt denoising", Context, "RN50", 21.8, Refined),
        Row("+ key smoothing, prompt denoising", Context, "ViT-B-16", 25.5, Refined),
        Row("MaskCLIP", Stuff, "RN50", 10.2, Plain),
        Row("MaskCLIP", Stuff, "RN50x16", 13.6, Plain),
        Row("MaskCLIP", Stuff, "ViT-B-16", 12.5, Plain),
        Row("+ key smoothing, prompt denoising", Stuff, "RN50", 12.8, Refined),
        Row("+ key smoothing, prompt denoising", Stuff, "ViT-B-16", 14.6, Refined),
        Row("MaskCLIP", Voc, "RN50", 41.5, Plain),
        Row("MaskCLIP", Voc, "RN50x16", 50.9, Plain),
        Row("MaskCLIP", Voc, "ViT-B-16", 49.5, Plain),
        new(Robust, "MaskCLIP, speckle noise, level 1", Voc, "RN50", 30.9) { Scoring = Plain, Corruption = Corruption.SpeckleNoise },
        Plus(Context, "RN50", 23.9, 4000, OfContext),
        Plus(Context, "RN50x16", 25.2, 4000, OfContext),
        Plus(Context, "ViT-B-16", 31.1, 4000, OfContext),
        Plus(Stuff, "RN50", 13.6, 8000, OfStuff),
        Plus(Stuff, "RN50x16", 17.3, 8000, OfStuff),
        Plus(Stuff, "ViT-B-16", 18.0, 8000, OfStuff),
        Plus(Voc, "RN50", 58.0, 2000, OfVoc),
        Plus(Voc, "RN50x16", 67.5, 2000, OfVoc),
        new(ZeroShot, "MaskCLIP+", "voc21", "RN50", 88.1, 86.1, 87.4)
        {
            Training = $"{Usual} --setting zero-shot --unseen paper --steps 20000 --self-training-after 1999 {OfVoc}",
        },
        new(ZeroShot, "MaskCLIP+", "context60", "RN50", 48.1, 66.7, 53.3)
        {
            Training = "--student deeplabv3plus-resnet101 --init resnet101 --compat released --batch 4 --accumulate 4 " +
                $"--setting zero-shot --unseen paper --steps 40000 --self-training-after 3999 --lr 0.004 --weight-decay 1e-4 {OfContext}",
        },
        new(ZeroShot, "MaskCLIP+", Stuff, "RN50", 39.6, 54.7, 45.0)
        {
            Training = $"{Usual} --setting zero-shot --unseen paper --steps 80000 --self-training-after 7999 {OfStuff}",
        },
    ];

    private static PaperRow Row(string name, string layout, string model, double value, SegmentationOptions scoring) =>
        new(Free, name, layout, model, value) { Scoring = scoring };

    private static PaperRow Plus(string layout, string model, double value, int steps, string crops) =>
        new(Free, "MaskCLIP+", layout, model, value)
        {
            Training = $"{Usual} --setting annotation-free --void-from-masks --steps {steps} {crops}",
        };
}
