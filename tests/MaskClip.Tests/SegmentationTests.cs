namespace MaskClip.Tests; public class SegmentationTests { [Fact] public void Ignore_Is255() => Assert.Equal(255, Segmentation.Ignore); }
