namespace MaskClip.Evaluation.Datasets;

/// <summary>The numberings in which COCO-Stuff, Cityscapes and CamVid are published.</summary>
internal static class PublishedLabels
{
    private const int CocoStuffClasses = 171;
    private const int CocoStuffRaw = 182;
    private const int CityscapesClasses = 19;
    private const int CityscapesRaw = 34;

    /// <summary>
    /// COCO-Stuff's raw ids run from 0 to 181 and leave out eleven things that were never annotated (street sign, hat, shoe, eye glasses,
    /// plate, mirror, window, desk, door, blender, hair brush): nightrome/cocostuff's labels.txt, less one.
    /// </summary>
    private static readonly ushort[] CocoStuffGaps = [11, 25, 28, 29, 44, 65, 67, 68, 70, 82, 90];

    /// <summary>The Cityscapes ids of train ids 0 to 18, from cityscapesScripts' labels.py; all others are ignored in evaluation.</summary>
    private static readonly ushort[] CityscapesIds = [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33];

    /// <summary>COCO-Stuff's raw ids.</summary>
    public static LabelTable CocoStuffFromRaw { get; } = LabelTable.Of(
        "0..181 without 11, 25, 28, 29, 44, 65, 67, 68, 70, 82, 90, and 255",
        Enumerable.Range(0, CocoStuffRaw).Where(id => !CocoStuffGaps.Contains((ushort)id)).Select((id, index) => (id, index)));

    /// <summary>Cityscapes' own ids.</summary>
    public static LabelTable CityscapesFromRaw { get; } = LabelTable.Of(
        "0..33 and 255",
        Enumerable.Range(0, CityscapesRaw).Select(id =>
            (id, Array.IndexOf(CityscapesIds, (ushort)id) is >= 0 and var index ? index : Segmentation.Ignore)));

    /// <summary>CamVid's 11 classes and its void, as SegNet published them.</summary>
    public static LabelTable CamVid { get; } = LabelTable.Of(
        "0..11 and 255", Enumerable.Range(0, 12).Select(label => (label, label < 11 ? label : Segmentation.Ignore)));

    /// <summary>What gives away COCO-Stuff's raw ids where train ids are expected.</summary>
    public static LabelOrder CocoStuffTrainOrder { get; } = new(
        "coco-stuff-raw",
        Labels(CocoStuffClasses, CocoStuffRaw),
        "171..181 are raw ids, as in the published stuffthingmaps; mmsegmentation's *_labelTrainIds.png end at 170.",
        new HashSet<ushort>(CocoStuffGaps));

    /// <summary>What gives away COCO-Stuff's train ids where raw ids are expected.</summary>
    public static LabelOrder CocoStuffRawOrder { get; } = new(
        "coco-stuff",
        new HashSet<ushort>(CocoStuffGaps),
        "Raw ids leave out 11, 25, 28, 29, 44, 65, 67, 68, 70, 82 and 90: these are train ids, as in mmsegmentation's *_labelTrainIds.png.",
        Labels(CocoStuffClasses, CocoStuffRaw));

    /// <summary>What gives away Cityscapes' own ids where train ids are expected.</summary>
    public static LabelOrder CityscapesTrainOrder { get; } = new(
        "cityscapes-raw",
        Labels(CityscapesClasses, CityscapesRaw),
        "19..33 are Cityscapes' own ids, as in *_gtFine_labelIds.png; train ids end at 18.",
        new HashSet<ushort>());

    /// <summary>What gives away Cityscapes' train ids where its own ids are expected.</summary>
    public static LabelOrder CityscapesRawOrder { get; } = new(
        "cityscapes",
        new HashSet<ushort>(),
        "Street scenes have some of 19..33 (plants, sky, cars) in Cityscapes' own ids: these are train ids, as in *_labelTrainIds.png.",
        Labels(CityscapesClasses, CityscapesRaw));

    private static HashSet<ushort> Labels(int from, int to) => [.. Enumerable.Range(from, to - from).Select(label => (ushort)label)];
}
