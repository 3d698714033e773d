using MaskClip.Training.Engine;
using static TorchSharp.torch;

namespace MaskClip.Training.Bridge.Optimization;

/// <summary>What scores of photos and positions cost.</summary>
internal static class WordLoss
{
    /// <summary>
    /// The loss of photos: for each of a photo's words <c>-log σ(s_word - logsumexp(s of words that the photo lacks))</c>, once on the
    /// whole photo and once as multiple
    /// instances, where the same probability is averaged over windows: one that shows the word is enough.
    /// </summary>
    /// <param name="scores">Scaled cosines <c>[photos, 1 + windows, words]</c>, the whole photo first.</param>
    /// <param name="targets">The photos' words.</param>
    /// <returns>Both losses, and the share of words that the whole photo is nearer to than to all that it lacks.</returns>
    public static (Tensor Whole, Tensor Windows, Tensor Right) OfPhotos(Tensor scores, WordTargets targets)
    {
        long photos = scores.shape[0], vectors = scores.shape[1], most = targets.Own.shape[1];
        var lacking = scores.Plus(targets.Others.unsqueeze(1));
        var own = scores.gather(2, targets.Own.unsqueeze(1).expand(photos, vectors, most));
        var log = nn.functional.logsigmoid(own.Plus(lacking.logsumexp(2, keepdim: true), -1));
        var sum = targets.Weights.sum();
        var whole = log.select(1, 0).mul(targets.Weights).sum().div(sum).neg();
        var windows = log.narrow(1, 1, vectors - 1).logsumexp(1).mul(targets.Weights).sum().div(sum).neg();
        // The mean over windows: a sum that is divided by their number.
        windows = windows.Plus(ones_like(windows), Math.Log(vectors - 1));
        using var none = no_grad();
        var has = targets.Weights.sign();
        var nearer = own.select(1, 0).gt(lacking.select(1, 0).amax([1], keepdim: true)).to(ScalarType.Float32);
        return (whole, windows, nearer.mul(has).sum().div(has.sum()));
    }

    /// <summary>The loss of labeled positions: cross-entropy over all names but the label's relatives.</summary>
    /// <param name="scores">Scaled cosines <c>[positions, names]</c>.</param>
    /// <param name="labels">A name each, int64 <c>[positions]</c>.</param>
    /// <param name="relatives">0, or very negative where a name is not a negative of another, <c>[names, names]</c>: a row for each
    /// label.</param>
    public static Tensor OfPositions(Tensor scores, Tensor labels, Tensor relatives) =>
        nn.functional.cross_entropy(scores.Plus(relatives.index_select(0, labels)), labels);
}
