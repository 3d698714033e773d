using MaskClip.Training.Augmentation;

namespace MaskClip.Training.Photos;

/// <summary>Which photo a sample is made of: every photo once an epoch, in an order that only the seed and the epoch decide.</summary>
internal sealed class PhotoOrder(int photos, long seed)
{
    private const int Draw = -1; // apart from the samples' own numbers

    private readonly Lock gate = new();
    private int[] order = [];
    private long orderedEpoch = -1;

    /// <summary>The photo of a sample.</summary>
    /// <param name="sample">The sample's number, from 0 through all steps.</param>
    public int this[long sample]
    {
        get
        {
            var (epoch, place) = Math.DivRem(sample, photos);
            lock (gate)
            {
                if (epoch != orderedEpoch)
                {
                    order = Shuffle(epoch);
                    orderedEpoch = epoch;
                }

                return order[place];
            }
        }
    }

    private int[] Shuffle(long epoch)
    {
        var random = new SampleRandom(seed, epoch, Draw);
        int[] shuffled = [.. Enumerable.Range(0, photos)];
        for (int i = photos - 1; i > 0; i--)
        {
            int other = random.Below(i + 1);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return shuffled;
    }
}
