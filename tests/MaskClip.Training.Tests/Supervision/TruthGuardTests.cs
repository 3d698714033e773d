using CsCheck;
using MaskClip.Training.Supervision;

namespace MaskClip.Training.Tests.Supervision;

public sealed class TruthGuardTests
{
    private static readonly int[] Unseen = [2, 5, 6];

    [Theory]
    [InlineData(TrainingLabels.Unlabeled)]
    [InlineData(TrainingLabels.Ignore)]
    public void Guard_HidesUnseenClasses_AndNothingElse(ushort instead)
    {
        ushort[] all = [.. Enumerable.Range(0, ushort.MaxValue + 1).Select(label => (ushort)label)];
        var guarded = new TruthGuard(8, Unseen, instead).Guard(all);
        foreach (ushort label in all)
        {
            ushort expected = label >= 8 ? TrainingLabels.Ignore : Unseen.Contains(label) ? instead : label;
            Assert.Equal(expected, guarded[label]);
        }
    }

    [Fact]
    public void Guard_UnseenClassesPermuted_HandsOutTheSame() => Gen.UShort[0, 7].Array[1, 200].Sample(mask =>
    {
        var guard = new TruthGuard(8, Unseen, TrainingLabels.Unlabeled);
        ushort[] poisoned = [.. mask.Select(label => label switch { 2 => (ushort)6, 5 => (ushort)2, 6 => (ushort)5, _ => label })];
        Assert.Equal(guard.Guard(mask), guard.Guard(poisoned));
    });

    [Fact]
    public void ThrowIfLeaked_AHiddenClass_Throws()
    {
        var guard = new TruthGuard(8, Unseen, TrainingLabels.Unlabeled);
        guard.ThrowIfLeaked([0, 1, 3, TrainingLabels.Unlabeled, TrainingLabels.Ignore]);
        Assert.Contains("class 5 leaked", Assert.Throws<InvalidOperationException>(() => guard.ThrowIfLeaked([0, 5])).Message);
    }

    [Fact]
    public void HideAll_HidesAll() =>
        Assert.All(TruthGuard.HideAll(3).Guard([0, 1, 2]), label => Assert.Equal(TrainingLabels.Unlabeled, label));

    [Fact]
    public void FillIn_TouchesOnlyWhatIsUnlabeled()
    {
        ushort[] labels = [0, TrainingLabels.Unlabeled, TrainingLabels.Ignore, TrainingLabels.Unlabeled];
        PseudoLabels.FillIn(labels, [7, 7, 7, TrainingLabels.Ignore]);
        Assert.Equal([0, 7, TrainingLabels.Ignore, TrainingLabels.Ignore], labels);
    }
}
