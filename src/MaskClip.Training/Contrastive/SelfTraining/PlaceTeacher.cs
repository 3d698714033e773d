using MaskClip.Families.Clip;
using MaskClip.Towers;

namespace MaskClip.Training.Contrastive.SelfTraining;

/// <summary>Labels the places of pictures with what a model makes of them. Thread safe.</summary>
internal sealed class PlaceTeacher : IDisposable
{
    private static readonly int[] Sixtyfourths = [1, 2, 4, 6];

    private readonly Segmenter segmenter;
    private readonly TextClassifier classifier;
    private readonly NameFinder finder;
    private readonly SegmentationOptions scoring;

    /// <summary>Loads the teacher.</summary>
    /// <param name="model">The CLIP model.</param>
    /// <param name="side">Side of pictures, in pixels.</param>
    /// <param name="options">How it labels.</param>
    /// <param name="embedding">How it embeds names, and where it keeps them.</param>
    public PlaceTeacher(string model, int side, SelfTrainingOptions options, SegmenterOptions embedding)
    {
        using var checkpoint = Checkpoints.Checkpoint.Open(model);
        var method = ClipConfigInference.Infer(checkpoint).Image is VisionTransformerConfig ? "sclip" : "maskclip";
        // Several pictures are labeled at a time, by a thread each.
        segmenter = SegmenterLoader.Load(
            new ModelSource(Path.GetFileName(model), model, "teacher"),
            embedding with
            {
                Photos = embedding.Photos with { Method = method, Size = side, Keys = false },
                Texts = embedding.Texts with { Synonyms = SynonymMode.Average },
                Threads = 1,
            });
        classifier = segmenter.Embed(options.Classes);
        finder = new NameFinder(options.Spoken);
        scoring = new SegmentationOptions { Pamr = new PamrOptions { Dilations = Near(side) } };
    }

    /// <summary>Number of classes.</summary>
    public int Classes => classifier.Vocabulary.Classes.Count;

    /// <summary>The classes' unit embeddings <c>[classes, d]</c>.</summary>
    public ReadOnlySpan<float> Rows => classifier.Embeddings;

    /// <summary>Labels a picture.</summary>
    /// <param name="square">The picture.</param>
    /// <param name="captions">What was said of it.</param>
    /// <param name="cell">Side of a place, in pixels.</param>
    /// <returns><c>[places, classes]</c>: the share of a place's pixels that have each label; nothing anywhere where no class was
    /// named.</returns>
    public float[] Label(RgbImage square, IEnumerable<string> captions, int cell)
    {
        int grid = square.Width / cell;
        var shares = new float[grid * grid * Classes];
        int[] named = finder.In(captions);
        if (named.Length == 0) return shares;
        using var features = segmenter.Embed(square);
        var labels = features.Segment(classifier.Only(named), scoring).Labels;
        for (int pixel = 0; pixel < labels.Length; pixel++)
        {
            var (y, x) = Math.DivRem(pixel, square.Width);
            shares[(y / cell * grid + x / cell) * Classes + named[labels[pixel]]] += 1f / (cell * cell);
        }

        return shares;
    }

    /// <inheritdoc/>
    public void Dispose() => segmenter.Dispose();

    // 2, 4, 8 and 12 pixels of 128: what was best for the small world (docs/miniature.md).
    private static int[] Near(int side) => [.. Sixtyfourths.Select(share => Math.Max(1, share * side / 64)).Distinct()];
}
