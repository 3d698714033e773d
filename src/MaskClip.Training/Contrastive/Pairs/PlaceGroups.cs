using MaskClip.Training.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>The places of each picture of a batch, a collage's pictures apart.</summary>
/// <param name="Places">int64 <c>[groups, k]</c>: places among all of the batch, padded with 0.</param>
/// <param name="Padding">fp32 <c>[groups, k, 1]</c>: 0 for places, a large negative number for padding.</param>
/// <param name="Positives">fp32 <c>[groups, texts]</c>: 1 where a text was given to the picture, 0 elsewhere.</param>
/// <param name="Spared">fp32 <c>[groups, texts]</c>: <see cref="Logits.Masked"/> where a text is not a negative, 0 elsewhere; or
/// <see langword="null"/>.</param>
internal sealed record PlaceGroups(Tensor Places, Tensor Padding, Tensor Positives, Tensor? Spared) : IDisposable
{
    /// <summary>Puts groups together; a collage's picture of which no patch is seen, or nothing is said, is none.</summary>
    /// <param name="samples">The batch's samples, equally many places each.</param>
    /// <param name="textNumber">The batch's number of each text.</param>
    /// <param name="device">Where to.</param>
    /// <param name="covered">Tells which texts are not negatives, by their numbers.</param>
    public static PlaceGroups Of(
        IReadOnlyList<PairSample> samples, IReadOnlyDictionary<string, int> textNumber, Device device, CoveredTexts? covered = null)
    {
        var groups = new List<(int[] Places, int[] Texts, IReadOnlySet<string>? Words)>();
        for (int i = 0; i < samples.Count; i++)
        {
            var (sample, first) = (samples[i], i * samples[i].PartOfPlace.Length);
            foreach (int part in sample.PartOfText.Distinct())
            {
                int[] places = Numbers(sample.PartOfPlace, part), texts = Numbers(sample.PartOfText, part);
                if (places.Length == 0) continue;
                groups.Add(
                    (
                        Array.ConvertAll(places, place => first + place),
                        Array.ConvertAll(texts, text => textNumber[sample.Texts[text].Text]),
                        sample.WordsOfPart.ElementAtOrDefault(part)));
            }
        }

        int most = groups.Max(group => group.Places.Length);
        var all = new long[groups.Count * most];
        var padding = new float[all.Length];
        var positives = new float[groups.Count * textNumber.Count];
        for (int g = 0; g < groups.Count; g++)
        {
            var (places, texts, _) = groups[g];
            for (int k = 0; k < places.Length; k++) all[g * most + k] = places[k];
            padding.AsSpan(g * most + places.Length, most - places.Length).Fill(Logits.Masked);
            foreach (int text in texts) positives[g * textNumber.Count + text] = 1;
        }

        return new PlaceGroups(
            On(tensor(all, [groups.Count, most]), device),
            On(tensor(padding, [groups.Count, most, 1]), device),
            On(tensor(positives, [groups.Count, textNumber.Count]), device),
            covered?.Spared([.. groups.Select(group => group.Words)], positives) is { } spared ? On(spared, device) : null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Places.Dispose();
        Padding.Dispose();
        Positives.Dispose();
        Spared?.Dispose();
    }

    private static int[] Numbers(
        IReadOnlyList<int> parts, int part) => [.. Enumerable.Range(0, parts.Count).Where(number => parts[number] == part)];

    private static Tensor On(Tensor value, Device device) => value.to(device).DetachFromDisposeScope();
}
