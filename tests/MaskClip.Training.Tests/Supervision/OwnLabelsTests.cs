using MaskClip.Training.Supervision;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Supervision;

public sealed class OwnLabelsTests
{
    [Fact]
    public void FillIn_TakesTheBestOpenClass_WhereNothingIsKnown()
    {
        // One position, four classes; the best of all (class 0) is not open, the best open one is 3.
        using var logits = tensor(new float[] { 9, 1, 8, 2 }, [1, 4, 1, 1]);
        using var labels = tensor(new long[] { 0, TrainingLabels.Unlabeled, TrainingLabels.Ignore, TrainingLabels.Unlabeled }, [1, 2, 2]);
        using var open = tensor(new long[] { 1, 3 });
        using var filled = OwnLabels.FillIn(labels, logits, open);
        Assert.Equal([0L, 3L, TrainingLabels.Ignore, 3L], filled.data<long>().ToArray());
        Assert.Equal((long)TrainingLabels.Unlabeled, labels[0, 0, 1].item<long>());
    }
}
