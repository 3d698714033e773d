using MaskClip.Training.Contrastive.Pairs;
using MaskClip.Training.Engine;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Contrastive.Optimization;

/// <summary>
/// CLIP's loss with several positives: cross-entropy of a picture's captions among all texts, and of a text's pictures among all pictures.
/// </summary>
/// <remarks>
/// A picture's target is shared evenly by its captions, a text's by its pictures (the outer sum of supervised contrastive learning,
/// arXiv 2004.11362, eq. 2). With one caption a picture and no two alike it is CLIP's own loss.
/// </remarks>
internal static class ContrastiveLoss
{
    /// <summary>The loss.</summary>
    /// <param name="images">Unit embeddings, <c>[n, d]</c>.</param>
    /// <param name="texts">Unit embeddings, <c>[m, d]</c>.</param>
    /// <param name="logScale">Logarithm of the scale of cosines.</param>
    /// <param name="positives">fp32 <c>[n, m]</c>: 1 where a text belongs to a picture, else 0.</param>
    /// <param name="spared">fp32 <c>[n, m]</c>: <see cref="Logits.Masked"/> where a text is neither a positive nor a negative of a picture;
    /// <see langword="null"/> for nowhere.</param>
    public static ContrastiveTerms Of(Tensor images, Tensor texts, Tensor logScale, Tensor positives, Tensor? spared = null) =>
        OfCosines(images.matmul(texts.t()), logScale, positives, spared);

    /// <summary>
    /// The loss of places: a picture is as near to a text as its places are, those that are nearest counting most (patch-aligned
    /// contrastive learning, arXiv 2212.04994, eq. 3). A collage's pictures are told apart: the captions of one are negatives of another's
    /// places.
    /// </summary>
    /// <param name="places">Unit embeddings, <c>[n, k, d]</c>.</param>
    /// <param name="texts">Unit embeddings, <c>[m, d]</c>.</param>
    /// <param name="logScale">Logarithm of the scale of cosines.</param>
    /// <param name="groups">Which places and texts are a picture's.</param>
    /// <param name="sharpness">How much more near places count: each counts as the exponential of so many times its cosine.</param>
    public static ContrastiveTerms OfPlaces(Tensor places, Tensor texts, Tensor logScale, PlaceGroups groups, double sharpness)
    {
        var every = places.view(-1, places.shape[2]).matmul(texts.t());
        var cosines = every.index_select(0, groups.Places.view(-1)).view(groups.Places.shape[0], groups.Places.shape[1], -1);
        var weights = functional.softmax(cosines.Times(sharpness).Plus(groups.Padding), 1);
        return OfCosines(weights.mul(cosines).sum(1), logScale, groups.Positives, groups.Spared);
    }

    /// <summary>The loss of self-training: cross-entropy of places and a teacher's labels.</summary>
    /// <param name="places">Unit embeddings, <c>[n, k, d]</c>.</param>
    /// <param name="classes">Unit embeddings, <c>[c, d]</c>.</param>
    /// <param name="logScale">Logarithm of the scale of cosines.</param>
    /// <param name="labels"><c>[n, k, c]</c>: shares of each place's classes, together 1 or, where there is no label, 0.</param>
    /// <returns>The mean over labeled places.</returns>
    public static Tensor OfLabels(Tensor places, Tensor classes, Tensor logScale, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var logits = places.matmul(classes.t()).mul(logScale.exp());
        return functional.log_softmax(logits, -1).mul(labels).sum().div(labels.sum().AtLeast(1)).Times(-1).MoveToOuterDisposeScope();
    }

    /// <summary>Embeddings of unit length.</summary>
    public static Tensor Unit(Tensor embeddings) => functional.normalize(embeddings, dim: -1);

    private static ContrastiveTerms OfCosines(Tensor cosines, Tensor logScale, Tensor positives, Tensor? spared)
    {
        using var scope = NewDisposeScope();
        var logits = cosines.mul(logScale.exp());
        if (spared is not null) logits = logits.Plus(spared);
        var ofPictures = OneWay(logits, positives);
        var ofTexts = OneWay(logits.t(), positives.t());
        return new ContrastiveTerms(
            ofPictures.Plus(ofTexts).Times(0.5).MoveToOuterDisposeScope(),
            Right(logits, positives),
            Right(logits.t(), positives.t()));
    }

    private static Tensor OneWay(Tensor logits, Tensor positives)
    {
        // A text of which no place is seen has no positive: it is a negative only.
        var counts = positives.sum(1);
        var each = functional.log_softmax(logits, -1).mul(positives).sum(1).div(counts.AtLeast(1));
        return each.sum().div(counts.minimum(ones_like(counts)).sum()).Times(-1);
    }

    /// <summary>The share of rows whose greatest logit is a positive.</summary>
    private static double Right(Tensor logits, Tensor positives)
    {
        using var none = no_grad();
        return positives.gather(1, logits.argmax(1, keepdim: true)).mean().item<float>();
    }
}
