namespace MaskClip.Evaluation.Tests.Datasets;

/// <summary>COCO-Stuff and Cityscapes exist in two numberings; a wrong one must not pass as a low score.</summary>
public sealed class LabelOrderTests : IDisposable
{
    private readonly DatasetFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void CocoStuff_RawIdsAsTrainIds_AreRefusedAndNamed()
    {
        Coco(10, 80, 168);
        Coco(60, 176);

        var message = folder.Error("coco-stuff");

        Assert.Contains("000000000002.png", message, StringComparison.Ordinal);
        Assert.Contains("Label 176", message, StringComparison.Ordinal);
        Assert.Contains("raw ids", message, StringComparison.Ordinal);
        Assert.Contains("Name the layout 'coco-stuff-raw'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void CocoStuff_TrainIdsAsRawIds_AreRefusedAndNamed()
    {
        Coco(10, 80, 168);
        Coco(60, 11);

        var message = folder.Error("coco-stuff-raw");

        Assert.Contains("Label 11 ", message, StringComparison.Ordinal);
        Assert.Contains("train ids", message, StringComparison.Ordinal);
        Assert.Contains("Name the layout 'coco-stuff'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void CocoStuff_ManyMasksWithoutAnyLabelOfTheOrder_AreTheOther()
    {
        // Raw ids that all occur among the train ids too, but of the train ids that raw ids lack there is none in 25 masks.
        for (int i = 0; i < 25; i++) Coco(0, 2, 12, 100);

        Assert.Contains("'coco-stuff-raw'", folder.Error("coco-stuff"), StringComparison.Ordinal);
        Assert.Contains("'coco-stuff'", folder.Error("coco-stuff-raw"), StringComparison.Ordinal);
    }

    [Fact]
    public void CocoStuff_FewMasksThatFitBoth_MustBeNamed()
    {
        Coco(0, 2, 12);

        Assert.Contains("fit both 'coco-stuff' and 'coco-stuff-raw'", folder.Error(), StringComparison.Ordinal);
        Assert.Equal([0, 2, 12], folder.FirstTruth("coco-stuff")[..3]);
        Assert.Equal([0, 2, 11], folder.FirstTruth("coco-stuff-raw")[..3]);
    }

    [Fact]
    public void CocoStuff_WrongMaskThatWasNotLookedAt_IsRefusedWhenRead()
    {
        // The first mask settles it: train ids. The second is of another hand.
        Coco(11, 90);
        Coco(3, 181);

        var dataset = SegmentationDataset.Open(folder.Root, "coco-stuff");

        var error = Assert.Throws<DatasetException>(() => dataset.ReadTruth(dataset.Photos[1]));
        Assert.Contains("Label 181", error.Message, StringComparison.Ordinal);
        Assert.Contains("coco-stuff-raw", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("000000000002.png", error.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Cityscapes_OwnIdsAsTrainIds_AreRefused()
    {
        Street("labelTrainIds", 7, 23);

        Assert.Contains("Name the layout 'cityscapes-raw'", folder.Error("cityscapes"), StringComparison.Ordinal);
    }

    [Fact]
    public void Cityscapes_TrainIdsAsOwnIds_AreRefused()
    {
        for (int i = 0; i < 20; i++) Street("labelIds", 0, 8, 10, 13);

        Assert.Contains("Name the layout 'cityscapes'", folder.Error("cityscapes-raw"), StringComparison.Ordinal);
    }

    [Fact]
    public void BrokenMask_DoesNotHideTheOrder()
    {
        folder.Photo("images/val2017/000000000000.jpg").Bytes("annotations/val2017/000000000000.png", [1, 2, 3]);
        Coco(176);

        Assert.Contains("coco-stuff-raw", folder.Error("coco-stuff"), StringComparison.Ordinal);
        Assert.Contains("000000000000.png", folder.Error("coco-stuff-raw"), StringComparison.Ordinal);
    }

    private int count;

    private void Coco(params byte[] labels)
    {
        var id = $"{++count:D12}";
        folder.Photo($"images/val2017/{id}.jpg").Mask($"annotations/val2017/{id}.png", labels);
    }

    private void Street(string kind, params byte[] labels)
    {
        var id = $"ulm/ulm_{++count}";
        folder.Photo($"leftImg8bit/val/{id}_leftImg8bit.png").Mask($"gtFine/val/{id}_gtFine_{kind}.png", labels);
    }
}
