using MaskClip.Imaging;

namespace MaskClip.Evaluation.Tests.Datasets;

/// <summary>Every layout on a small folder as it is published.</summary>
public sealed class PublishedLayoutsTests : IDisposable
{
    private readonly DatasetFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("VOC2012/")]
    [InlineData("VOCdevkit/VOC2012/")]
    public void Voc_DevelopmentKit_TakesTheListedPhotos(string root)
    {
        folder.Photo(root + "JPEGImages/2007_000033.jpg").Mask(root + "SegmentationClass/2007_000033.png", 0, 1, 20, 255);
        folder.Photo(root + "JPEGImages/2007_000032.jpg").Mask(root + "SegmentationClass/2007_000032.png", 5);
        folder.Photo(root + "JPEGImages/2008_000001.jpg");
        folder.Text(root + "ImageSets/Segmentation/val.txt", "2007_000033\n")
            .Text(root + "ImageSets/Segmentation/train.txt", "2007_000032\n");

        var dataset = SegmentationDataset.Open(folder.Root);

        Assert.Equal("voc20", dataset.Layout.Name);
        Assert.Equal(20, dataset.Vocabulary.Classes.Count);
        Assert.Equal("2007_000033", Assert.Single(dataset.Photos).Id);
        Assert.Equal([255, 0, 19, 255], folder.FirstTruth()[..4]);
        Assert.Equal([255, 0, 19, 255], folder.FirstTruth("voc")[..4]);
        Assert.Equal([0, 1, 20, 255], folder.FirstTruth("voc21")[..4]);
        Assert.Equal("2007_000032", Assert.Single(SegmentationDataset.Open(folder.Root, split: "train").Photos).Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("VOCdevkit/VOC2010/")]
    public void Context_DevelopmentKit_With59And60Classes(string root)
    {
        folder.Photo(root + "JPEGImages/2008_000002.jpg").Mask(root + "SegmentationClassContext/2008_000002.png", 0, 1, 59, 255);
        folder.Text(root + "ImageSets/SegmentationContext/val.txt", "2008_000002\n");

        Assert.Equal("context59", SegmentationDataset.Open(folder.Root).Layout.Name);
        Assert.Equal([255, 0, 58, 255], folder.FirstTruth("context59")[..4]);
        Assert.Equal([0, 1, 59, 255], folder.FirstTruth("context60")[..4]);
        Assert.True(SegmentationDataset.Open(folder.Root, "context60").Vocabulary.Classes[0].IsBackground);
    }

    [Fact]
    public void Voc2010_HasTheMasksOfBoth_AndMustBeNamed()
    {
        folder.Photo("JPEGImages/2008_000002.jpg")
            .Mask("SegmentationClassContext/2008_000002.png", 3)
            .Mask("SegmentationClass/2008_000002.png", 2);
        folder.Text("ImageSets/SegmentationContext/val.txt", "2008_000002\n").Text("ImageSets/Segmentation/val.txt", "2008_000002\n");

        Assert.Contains("voc20, context59", folder.Error(), StringComparison.Ordinal);
        Assert.Equal(2, folder.FirstTruth("context59")[0]);
        Assert.Equal(1, folder.FirstTruth("voc20")[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("coco_stuff164k/")]
    public void CocoStuff_ConvertedByMmsegmentation_TakesTrainIdsAndLeavesTheRawOnes(string root)
    {
        folder.Photo(root + "images/val2017/000000000139.jpg");
        folder.Mask(root + "annotations/val2017/000000000139.png", 0, 12, 181)
            .Mask(root + "annotations/val2017/000000000139_labelTrainIds.png", 0, 11, 170, 255);

        Assert.Equal("coco-stuff", SegmentationDataset.Open(folder.Root).Layout.Name);
        Assert.Equal([0, 11, 170, 255], folder.FirstTruth()[..4]);
        Assert.Equal([0, 11, 170], folder.FirstTruth("coco-stuff-raw")[..3]);
    }

    [Theory]
    [InlineData("images/val2017", "stuffthingmaps/val2017")]
    [InlineData("val2017", "stuffthingmaps_trainval2017/val2017")]
    [InlineData("images/val2017", "annotations/val2017")]
    public void CocoStuff_StuffThingMaps_AreRecognizedAsRaw(string photos, string masks)
    {
        folder.Photo($"{photos}/000000000139.jpg").Mask($"{masks}/000000000139.png", 10, 12, 89, 91, 168, 181, 255);

        var dataset = SegmentationDataset.Open(folder.Root);

        Assert.Equal("coco-stuff-raw", dataset.Layout.Name);
        Assert.Equal([10, 11, 79, 80, 157, 170, 255], LabelBytes.Narrow(dataset.ReadTruth(dataset.Photos[0]).Labels)[..7]);
        string[] names = [.. dataset.Vocabulary.Classes.Select(one => one.Name)];
        Assert.Equal(
            ["fire hydrant", "stop sign", "toothbrush", "banner", "tree", "wood"],
            new[] { 10, 11, 79, 80, 157, 170 }.Select(index => names[index]));
    }

    [Fact]
    public void CocoPanoptic_AsLabelMaps_With133ClassesOrSceneClasses()
    {
        folder.Photo("images/000000000139.jpg")
            .Mask("masks133/000000000139.png", 0, 119, 132, 255)
            .Mask("masks_voc20/000000000139.png", 0, 15, 255);
        folder.Text("scene20.tsv", "scene_index\tscene_name\tcoco_index\tcoco_name\n1\tperson\t0\tperson\n0\tsky\t119\tsky-other-merged\n");

        Assert.Equal("coco-panoptic", SegmentationDataset.Open(folder.Root).Layout.Name);
        Assert.Equal([0, 119, 132, 255], folder.FirstTruth()[..4]);
        Assert.Equal([1, 0, 255, 255], folder.FirstTruth("coco-scene20")[..4]);
        Assert.Equal(["sky", "person"], SegmentationDataset.Open(folder.Root, "coco-scene20").Vocabulary.Classes.Select(one => one.Name));
        Assert.Equal([255, 14, 255], folder.FirstTruth("voc20")[..3]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ADEChallengeData2016/")]
    public void Ade20k_SceneParsing_HasNothingAsLabelZero(string root)
    {
        folder.Photo(root + "images/validation/ADE_val_00000001.jpg")
            .Mask(root + "annotations/validation/ADE_val_00000001.png", 0, 1, 150, 255);
        folder.Photo(root + "images/training/ADE_train_00000001.jpg").Mask(root + "annotations/training/ADE_train_00000001.png", 7);

        Assert.Equal("ade20k", SegmentationDataset.Open(folder.Root).Layout.Name);
        Assert.Equal([255, 0, 149, 255], folder.FirstTruth()[..4]);
        Assert.Equal(6, folder.FirstTruth("ade20k", "train")[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cityscapes/")]
    public void Cityscapes_TrainIds_InTheCitiesFolders(string root)
    {
        folder.Photo(root + "leftImg8bit/val/frankfurt/frankfurt_000000_000294_leftImg8bit.png");
        folder.Mask(root + "gtFine/val/frankfurt/frankfurt_000000_000294_gtFine_labelTrainIds.png", 0, 18, 255);
        folder.Mask(root + "gtFine/val/frankfurt/frankfurt_000000_000294_gtFine_labelIds.png", 7, 33, 0, 4, 9, 29);

        var dataset = SegmentationDataset.Open(folder.Root);

        Assert.Equal("cityscapes", dataset.Layout.Name);
        Assert.Equal("frankfurt/frankfurt_000000_000294", Assert.Single(dataset.Photos).Id);
        Assert.Equal([0, 18, 255], folder.FirstTruth()[..3]);
        Assert.Equal([0, 18, 255, 255, 255, 255], folder.FirstTruth("cityscapes-raw")[..6]);
    }

    [Fact]
    public void Cityscapes_OwnIdsOnly_AreRecognized()
    {
        folder.Photo("leftImg8bit/val/ulm/ulm_0_0_leftImg8bit.png").Mask("gtFine/val/ulm/ulm_0_0_gtFine_labelIds.png", 7, 23, 26);

        Assert.Equal("cityscapes-raw", SegmentationDataset.Open(folder.Root).Layout.Name);
        Assert.Equal([0, 10, 13], folder.FirstTruth()[..3]);
    }

    [Theory]
    [InlineData("val/0016E5_07959.png", "valannot/0016E5_07959.png")]
    [InlineData("CamVid/val/0016E5_07959.png", "CamVid/valannot/0016E5_07959.png")]
    [InlineData("images/0016E5_07959.png", "masks/0016E5_07959.png")]
    public void CamVid_VoidIsIgnored(string photo, string mask)
    {
        folder.Photo(photo).Mask(mask, 0, 10, 11, 255);

        Assert.Equal("camvid", SegmentationDataset.Open(folder.Root).Layout.Name);
        Assert.Equal([0, 10, 255, 255], folder.FirstTruth()[..4]);
    }

    [Theory]
    [InlineData("names.txt")]
    [InlineData("classes.txt")]
    [InlineData("labels.txt")]
    public void Folder_WithNames_CountsFromZeroOrOne(string file)
    {
        folder.Photo("images/a/one.jpg").Mask("masks/a/one.png", 0, 1, 255).Text(file, "# mine\ncat\nsofa|couch\n");

        var dataset = SegmentationDataset.Open(folder.Root);

        Assert.Equal("folder", dataset.Layout.Name);
        Assert.Equal(["cat", "sofa"], dataset.Vocabulary.Classes.Select(one => one.Name));
        Assert.Equal("a/one", Assert.Single(dataset.Photos).Id);
        Assert.Equal([0, 1, 255], folder.FirstTruth()[..3]);
        Assert.Equal([255, 0, 255], folder.FirstTruth("folder-from-1")[..3]);
    }

    [Fact]
    public void Folder_WithManifest_TakesItsPhotos()
    {
        folder.Photo("images/one.jpg")
            .Mask("masks/one.png", 0)
            .Photo("images/two.jpg")
            .Mask("masks/two.png", 1)
            .Text("names.txt", "cat\ndog\n");
        folder.Text("manifest.tsv", "# from somewhere\nwidth\tid\n4\ttwo\n");

        Assert.Equal("two", Assert.Single(SegmentationDataset.Open(folder.Root).Photos).Id);
    }
}
