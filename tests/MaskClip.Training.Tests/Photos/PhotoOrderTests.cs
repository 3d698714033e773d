using MaskClip.Training.Photos;

namespace MaskClip.Training.Tests.Photos;

public sealed class PhotoOrderTests
{
    [Fact]
    public void Order_EveryEpoch_HasEveryPhotoOnce()
    {
        var order = new PhotoOrder(7, seed: 1);
        for (int epoch = 0; epoch < 20; epoch++)
        {
            Assert.Equal(Enumerable.Range(0, 7), Enumerable.Range(0, 7).Select(place => order[epoch * 7 + place]).Order());
        }
    }

    [Fact]
    public void Order_EpochsAndSeeds_Differ()
    {
        PhotoOrder one = new(50, seed: 1), other = new(50, seed: 2);
        int[] Epoch(PhotoOrder order, int epoch) => [.. Enumerable.Range(0, 50).Select(place => order[epoch * 50 + place])];
        Assert.NotEqual(Epoch(one, 0), Epoch(one, 1));
        Assert.NotEqual(Epoch(one, 0), Epoch(other, 0));
    }

    [Fact]
    public void Order_AskedInAnyOrder_IsTheSame()
    {
        PhotoOrder forward = new(9, seed: 3), backward = new(9, seed: 3);
        int[] expected = [.. Enumerable.Range(0, 40).Select(sample => forward[sample])];
        Assert.Equal(expected.Reverse(), Enumerable.Range(0, 40).Reverse().Select(sample => backward[sample]));
    }
}
