using System.Text.RegularExpressions;

namespace MaskClip.Evaluation.Datasets;

/// <summary>The layouts that can be named, in the order in which they are recognized.</summary>
internal static partial class KnownLayouts
{
    private static readonly FilePlace[] VocPlaces =
    [
        .. new FilePlace("JPEGImages", "SegmentationClass", List: "ImageSets/Segmentation/{split}.txt")
            .AlsoIn("VOC2012", "VOCdevkit/VOC2012"),
        new("images", "masks_voc20", Tells: false),
        FilePlace.Plain,
    ];

    private static readonly FilePlace[] ContextPlaces =
    [
        .. new FilePlace("JPEGImages", "SegmentationClassContext", List: "ImageSets/SegmentationContext/{split}.txt")
            .AlsoIn("VOC2010", "VOCdevkit/VOC2010", "VOC2012", "VOCdevkit/VOC2012"),
        FilePlace.Plain,
    ];

    private static readonly FilePlace[] CocoStuffRawPlaces =
    [
        .. new FilePlace("images/{split}2017", "annotations/{split}2017").AlsoIn("coco_stuff164k"),
        new("images/{split}2017", "stuffthingmaps/{split}2017"),
        new("{split}2017", "stuffthingmaps/{split}2017"),
        new("{split}2017", "stuffthingmaps_trainval2017/{split}2017"),
        FilePlace.Plain,
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LayoutRules> All { get; } =
    [
        FromOne("voc20", "PASCAL VOC 2012: 20 classes, background ignored", VocPlaces) with { Ids = VocId() },
        Indices("voc21", "PASCAL VOC 2012: 20 classes and background", VocPlaces),
        FromOne("context59", "PASCAL Context: 59 classes, background ignored", ContextPlaces),
        Indices("context60", "PASCAL Context: 59 classes and background", ContextPlaces),
        Indices(
            "coco-stuff",
            "COCO-Stuff 164k: 171 classes, train ids 0..170 (mmsegmentation's *_labelTrainIds.png)",
            [
                .. new FilePlace("images/{split}2017", "annotations/{split}2017", "_labelTrainIds.png").AlsoIn("coco_stuff164k"),
                .. CocoStuffRawPlaces,
            ]) with { Order = PublishedLabels.CocoStuffTrainOrder },
        new(
            new("coco-stuff-raw", "COCO-Stuff 164k: 171 classes, raw ids 0..181 (the published stuffthingmaps)"),
            CocoStuffRawPlaces,
            _ => Vocabulary.BuiltIn("coco-stuff"),
            (_, _) => PublishedLabels.CocoStuffFromRaw) { Order = PublishedLabels.CocoStuffRawOrder },
        Indices("coco-panoptic", "COCO panoptic as label maps: 133 classes", [new("images", "masks133"), FilePlace.Plain]),
        new(
            new("coco-scene20", "COCO panoptic, put together to the scene classes of a scene20.tsv"),
            [new("images", "masks133")],
            SceneClasses.Vocabulary,
            (folder, _) => SceneClasses.Labels(folder)),
        FromOne(
            "ade20k",
            "ADE20K (scene parsing challenge): 150 classes, label 0 ignored",
            [
                .. new FilePlace("images/{long}", "annotations/{long}").AlsoIn("ADEChallengeData2016"),
                new("images", "annotations", Tells: false),
                FilePlace.Plain,
            ]) with { Ids = AdeId() },
        Indices(
            "cityscapes",
            "Cityscapes: 19 classes, train ids (*_gtFine_labelTrainIds.png)",
            [.. Cityscapes("_gtFine_labelTrainIds.png"), FilePlace.Plain]) with { Order = PublishedLabels.CityscapesTrainOrder },
        new(
            new("cityscapes-raw", "Cityscapes: 19 classes, its own ids (*_gtFine_labelIds.png)"),
            [.. Cityscapes("_gtFine_labelIds.png"), FilePlace.Plain],
            _ => Vocabulary.BuiltIn("cityscapes"),
            (_, _) => PublishedLabels.CityscapesFromRaw) { Order = PublishedLabels.CityscapesRawOrder },
        new(
            new("camvid", "CamVid: 11 street classes, label 11 (void) ignored"),
            [.. new FilePlace("{split}", "{split}annot").AlsoIn("CamVid"), FilePlace.Plain],
            _ => Vocabulary.BuiltIn("camvid"),
            (_, _) => PublishedLabels.CamVid) { Ids = CamVidId() },
        new(
            new("folder", $"any folder with images/, masks/ and {NamesFile.Choices}: the first name is label 0"),
            [FilePlace.Plain],
            NamesFile.Read,
            (_, classes) => LabelTable.Indices(classes.Classes.Count)),
        new(
            new("folder-from-1", $"any folder with images/, masks/ and {NamesFile.Choices}: the first name is label 1, label 0 ignored"),
            [FilePlace.Plain],
            NamesFile.Read,
            (_, classes) => LabelTable.FromOne(classes.Classes.Count)),
    ];

    private static IEnumerable<FilePlace> Cityscapes(string maskEnding) =>
        new FilePlace("leftImg8bit/{split}", "gtFine/{split}", maskEnding, "_leftImg8bit").AlsoIn("cityscapes");

    private static LayoutRules FromOne(string vocabulary, string description, IReadOnlyList<FilePlace> places) => new(
        new(vocabulary, description),
        places,
        _ => Vocabulary.BuiltIn(vocabulary),
        (_, classes) => LabelTable.FromOne(classes.Classes.Count));

    private static LayoutRules Indices(string vocabulary, string description, IReadOnlyList<FilePlace> places) => new(
        new(vocabulary, description),
        places,
        _ => Vocabulary.BuiltIn(vocabulary),
        (_, classes) => LabelTable.Indices(classes.Classes.Count));

    [GeneratedRegex(@"^\d{4}_\d{6}$")]
    private static partial Regex VocId();

    [GeneratedRegex(@"^ADE_(train|val)_\d{8}$")]
    private static partial Regex AdeId();

    [GeneratedRegex(@"^(0001TP|0006R0|0016E5|Seq05VD)_\w+$")]
    private static partial Regex CamVidId();
}
