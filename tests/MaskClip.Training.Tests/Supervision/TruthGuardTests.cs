using CsCheck;
using MaskClip.Training.Supervision;

namespace MaskClip.Training.Tests.Supervision;

public sealed class TruthGuardTests
{
    private static readonly int[] Unseen = [2, 5, 6];

    [Theory]
    [InlineData(TrainingLabels.Unlabelled)]
    [InlineData(TrainingLabels.Ignore)]
    public void Guard_HidesUnseenClasses_AndNothingElse(byte instead)
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(label => (byte)label)];
        var guarded = new TruthGuard(8, Unseen, instead).Guard([.. all]);
        foreach (byte label in all)
        {
            byte expected = label >= 8 ? TrainingLabels.Ignore : Unseen.Contains(label) ? instead : label;
            Assert.Equal(expected, guarded[label]);
        }
    }

    [Fact]
    public void Guard_UnseenClassesPermuted_HandsOutTheSame() => Gen.Byte[0, 7].Array[1, 200].Sample(mask =>
    {
        var guard = new TruthGuard(8, Unseen, TrainingLabels.Unlabelled);
        byte[] poisoned = [.. mask.Select(label => label switch { 2 => (byte)6, 5 => (byte)2, 6 => (byte)5, _ => label })];
        Assert.Equal(guard.Guard([.. mask]), guard.Guard(poisoned));
    });

    [Fact]
    public void ThrowIfLeaked_AHiddenClass_Throws()
    {
        var guard = new TruthGuard(8, Unseen, TrainingLabels.Unlabelled);
        guard.ThrowIfLeaked([0, 1, 3, TrainingLabels.Unlabelled, TrainingLabels.Ignore]);
        Assert.Contains("class 5 leaked", Assert.Throws<InvalidOperationException>(() => guard.ThrowIfLeaked([0, 5])).Message);
    }

    [Fact]
    public void HideAll_HidesAll() =>
        Assert.All(TruthGuard.HideAll(3).Guard([0, 1, 2]), label => Assert.Equal(TrainingLabels.Unlabelled, label));

    [Fact]
    public void FillIn_TouchesOnlyWhatIsUnlabelled()
    {
        byte[] labels = [0, TrainingLabels.Unlabelled, TrainingLabels.Ignore, TrainingLabels.Unlabelled];
        PseudoLabels.FillIn(labels, [7, 7, 7, TrainingLabels.Ignore]);
        Assert.Equal([0, 7, TrainingLabels.Ignore, TrainingLabels.Ignore], labels);
    }
}
