namespace MaskClip.Evaluation.Protocols;

/// <summary>What one of the successors' repositories sets for a data set.</summary>
/// <param name="Size">Short side in pixels.</param>
/// <param name="Windows">Sliding windows, or <see langword="null"/> for whole photos.</param>
/// <param name="LogitScale">What cosines are multiplied by.</param>
internal sealed record UnifiedRecipe(int Size, SlidingWindows? Windows, float LogitScale)
{
    private static readonly SlidingWindows Usual = new(224, 112);

    /// <summary>Pixels whose best probability is lower are background; only where the data set has a background.</summary>
    public float BackgroundThreshold { get; init; }

    /// <summary>Classes that cover less of the photo are taken out.</summary>
    public float AreaThreshold { get; init; }

    /// <summary>Refinement along edges.</summary>
    public PamrOptions? Pamr { get; init; }

    /// <summary>Whether each class has one plain name and the background is called "background".</summary>
    public bool PlainNames { get; init; }

    /// <summary>The recipe of a method's repository; methods without one take SCLIP's, on which the others build.</summary>
    /// <param name="method">The method's name, without settings.</param>
    /// <param name="set">The data set.</param>
    public static UnifiedRecipe For(string method, string set) => method switch
    {
        "clearclip" => ClearClip(set),
        "naclip" or "kk" or "nonly" => Naclip(set),
        "resclip" => Naclip(set) with { Pamr = null },
        "scclip" => Scclip(set),
        _ => Sclip(set),
    };

    /// <summary>wangf3014/SCLIP b56bd30.</summary>
    private static UnifiedRecipe Sclip(string set) => new(UsualSize(set), Usual, set switch { "voc21" => 65, "context60" => 50, _ => 40 })
    {
        BackgroundThreshold = HasBackground(set) ? 0.1f : 0,
        AreaThreshold = set == "voc21" ? 0.1f : 0,
    };

    /// <summary>mc-lan/ClearCLIP ad68a40.</summary>
    private static UnifiedRecipe ClearClip(string set) => new(448, new SlidingWindows(set == "cityscapes" ? 224 : 448, 224), 50)
    {
        BackgroundThreshold = set switch { "voc21" => 0.5f, "context60" => 0.15f, _ => 0 },
        PlainNames = set == "voc21",
    };

    /// <summary>sinahmr/NACLIP 0cac3a6, with the refinement that it has on unless told otherwise.</summary>
    private static UnifiedRecipe Naclip(string set) => new(UsualSize(set), set is "voc20" or "voc21" ? null : Usual, 40)
    {
        BackgroundThreshold = HasBackground(set) ? 0.1f : 0,
        Pamr = new PamrOptions { Iterations = 10, Dilations = [8, 16] },
    };

    /// <summary>SuleBai/SC-CLIP 0417ba9.</summary>
    private static UnifiedRecipe Scclip(string set) => new(set == "cityscapes" ? 560 : 336, Usual, set == "voc21" ? 50 : 40)
    {
        BackgroundThreshold = HasBackground(set) ? 0.15f : 0,
        AreaThreshold = set == "voc21" ? 0.1f : 0,
    };

    private static int UsualSize(string set) => set switch { "coco-stuff" => 448, "cityscapes" => 560, _ => 336 };

    private static bool HasBackground(string set) => set is "voc21" or "context60";
}
