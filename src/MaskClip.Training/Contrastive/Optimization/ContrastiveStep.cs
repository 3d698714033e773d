using MaskClip.Training.Contrastive.Pairs;
using MaskClip.Training.Contrastive.SelfTraining;
using MaskClip.Training.Contrastive.Towers;
using MaskClip.Training.Engine;
using MaskClip.Training.Optimization;
using MaskClip.Training.Towers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MaskClip.Training.Contrastive.Optimization;

/// <summary>One step: embeddings of both towers, loss, gradients, optimizer.</summary>
/// <remarks>
/// All pictures and texts of a step are each other's negatives, also where they do not fit into memory together: then they are embedded in
/// parts without gradients, the loss gives the gradients of the embeddings, and the parts go through the towers again to carry these on
/// (GradCache, arXiv 2101.06983). That costs a forward pass more and gives the gradients of the whole batch; only batch normalization sees
/// parts.
/// </remarks>
/// <param name="network">The network.</param>
/// <param name="optimizer">Steps it.</param>
/// <param name="options">How.</param>
/// <param name="classes">What places can be, where a teacher labels them.</param>
/// <param name="bf16">Whether Muon computes in bf16.</param>
internal sealed class ContrastiveStep(
    ClipNetwork network, TowerOptimizer optimizer, ContrastiveOptimization options, PlaceClasses? classes = null, bool bf16 = false)
{
    private const double MaxScale = 100; // openai/CLIP: cosines are multiplied by no more

    private readonly bool placesToo = options.PlacesWeight > 0 || classes is not null;
    private readonly bool trainsTokens = !options.Freezes("token_embedding.weight");

    /// <summary>Runs the step.</summary>
    /// <param name="step">Its number, from 0.</param>
    /// <param name="batch">All of its samples.</param>
    /// <exception cref="InvalidOperationException">The loss is not a number.</exception>
    public ContrastiveReport Run(int step, ContrastiveBatch batch)
    {
        using var scope = NewDisposeScope();
        optimizer.Clear();
        var rows = network.Tokens.Take(batch.Tokens, trainsTokens);
        var terms = options.Accumulate == 1 ? InOneBatch(batch, rows) : InParts(batch, rows);
        if (!double.IsFinite(terms.Loss))
        {
            throw new InvalidOperationException(
                $"The loss of step {step + 1} is not a number: the training diverged. Lower the learning rate (now " +
                $"{options.LearningRate}).");
        }

        double rate = options.RateAt(step), norm = optimizer.GradientNorm(rows);
        double scale = options.GradientNorm > 0 && norm > options.GradientNorm ? options.GradientNorm / norm : 1;
        var adam = new AdamStep(rate, options.FirstDecay, options.SecondDecay, options.Epsilon, step + 1, scale);
        optimizer.Step(adam, new MuonStep(options.MuonRateAt(step), bf16), options.WeightDecay, batch.Tokens, rows);
        using (no_grad()) network.Scale.Limit(Math.Log(MaxScale));
        return terms with { Rate = rate, GradientNorm = norm, LogitScale = Math.Exp(network.Scale.item<float>()) };
    }

    private ContrastiveReport InOneBatch(ContrastiveBatch batch, Parameter rows)
    {
        var images = Images(batch.Pictures);
        var texts = ContrastiveLoss.Unit(cat([.. batch.Texts.Select(group => network.Embed(group, rows))], 0));
        return Backward(images, texts, batch);
    }

    private ContrastiveReport InParts(ContrastiveBatch batch, Parameter rows)
    {
        int count = (int)batch.Pictures.Pixels.shape[0];
        long[] starts =
        [
            .. Enumerable.Range(0, options.Accumulate).Select(part => (long)part * options.Batch).Where(start => start < count)
        ];
        ImageEmbeddings images;
        Tensor texts;
        network.Image.Tracks = false;
        using (no_grad())
        {
            ImageEmbeddings[] parts = [.. starts.Select(start => ImagePart(batch, start, count))];
            images = new ImageEmbeddings(
                cat([.. parts.Select(part => part.Whole)], 0),
                placesToo ? cat([.. parts.Select(part => part.Places!)], 0) : null);
            texts = cat([.. batch.Texts.Select(group => ContrastiveLoss.Unit(network.Embed(group, rows)))], 0);
        }

        network.Image.Tracks = true;
        Parameter wholes = new(images.Whole), textLeaf = new(texts);
        var places = images.Places is null ? null : new Parameter(images.Places);
        var report = Backward(new ImageEmbeddings(wholes, places), textLeaf, batch);
        foreach (long start in starts)
        {
            using var part = NewDisposeScope();
            var embeddings = ImagePart(batch, start, count);
            Carry(start, (embeddings.Whole, wholes.grad!), (embeddings.Places, places?.grad));
        }

        long at = 0;
        foreach (var group in batch.Texts)
        {
            using var part = NewDisposeScope();
            Carry(at, (ContrastiveLoss.Unit(network.Embed(group, rows)), textLeaf.grad!));
            at += group.Ends.shape[0];
        }

        return report;
    }

    private ImageEmbeddings ImagePart(ContrastiveBatch batch, long start, long count) =>
        Images(batch.Pictures.Slice(start, Math.Min(options.Batch, count - start)));

    private ImageEmbeddings Images(PictureTensors pictures)
    {
        var embeddings = network.Image.Embed(pictures, placesToo);
        return new ImageEmbeddings(
            ContrastiveLoss.Unit(embeddings.Whole), embeddings.Places is { } places ? ContrastiveLoss.Unit(places) : null);
    }

    private ContrastiveReport Backward(ImageEmbeddings images, Tensor texts, ContrastiveBatch batch)
    {
        var terms = ContrastiveLoss.Of(images.Whole, texts, network.Scale, batch.Positives, batch.Spared);
        var loss = terms.Loss;
        if (images.Places is { } places)
        {
            if (options.PlacesWeight > 0)
            {
                loss = loss.Plus(
                    ContrastiveLoss.OfPlaces(places, texts, network.Scale, batch.Groups, options.PlacesSharpness).Loss,
                    options.PlacesWeight);
            }
            if (classes is not null)
                loss = loss.Plus(ContrastiveLoss.OfLabels(places, classes.Rows, network.Scale, batch.Labels!), classes.Weight);
        }

        if (loss.requires_grad) loss.backward();
        return new ContrastiveReport(loss.item<float>(), terms.PicturesRight, terms.TextsRight);
    }

    // The sum of products with given gradients has these as its gradient.
    private static void Carry(long from, params (Tensor? Embeddings, Tensor? Gradient)[] parts)
    {
        Tensor[] products = [.. parts.Where(part => part.Embeddings is { requires_grad: true } && part.Gradient is not null)
            .Select(part => part.Embeddings!.mul(part.Gradient!.narrow(0, from, part.Embeddings.shape[0])).sum())];
        if (products.Length > 0) stack(products).sum().backward();
    }
}
