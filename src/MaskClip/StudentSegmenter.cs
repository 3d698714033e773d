using MaskClip.Clip;
using MaskClip.Dense;
using MaskClip.Imaging;
using MaskClip.Students;

namespace MaskClip;

/// <summary>A student network that <c>maskclip train</c> made (MaskCLIP+): labels photos by itself, without CLIP, with the vocabulary it was trained on.</summary>
/// <example>
/// <code>
/// using var student = StudentSegmenter.Load("runs/voc/student.safetensors");
/// Segmentation result = student.Segment(RgbImage.Load("photo.jpg"));
/// </code>
/// </example>
public sealed class StudentSegmenter : IPhotoSegmenter
{
    private readonly StudentConfig config;
    private readonly EngineSession session;
    private readonly float minScore;

    private StudentSegmenter(StudentModel model, string path, string graph, int threads, float minScore)
    {
        config = model.File.Config;
        Path = path;
        Hash = model.Hash;
        Vocabulary = model.File.Vocabulary;
        this.minScore = minScore;
        session = new EngineSession(graph, threads);
    }

    /// <summary>The classes it tells apart, by label.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Short side, in pixels, to which photos are resized.</summary>
    public int Size => config.PhotoSize;

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>Checksum of the file's bytes.</summary>
    internal string Hash { get; }

    /// <summary>Input pixels per cell of the logits.</summary>
    internal int Cell => config.LogitStride;

    /// <summary>Loads a student.</summary>
    /// <param name="path">A <c>student.safetensors</c> that training wrote.</param>
    /// <param name="minScore">Pixels whose confidence is lower become <see cref="Segmentation.Ignore"/>; 0..1.</param>
    /// <param name="threads">Threads of the engine; 0 takes one per core.</param>
    /// <param name="cacheFolder">Where its graph is kept; <see langword="null"/> takes <see cref="SegmenterOptions.CacheFolder"/>'s default.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="CheckpointException">The file is no student, or is damaged.</exception>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static StudentSegmenter Load(string path, float minScore = 0, int threads = 0, string? cacheFolder = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        new SegmentationOptions { MinScore = minScore }.Validate();
        var options = new SegmenterOptions { Threads = threads };
        options.Validate();
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no student '{path}'. 'maskclip train' writes one as student.safetensors into its output folder.", path);
        using var model = StudentModel.Open(path);
        return new StudentSegmenter(model, path, model.Graph(cacheFolder ?? options.CacheFolder), threads, minScore);
    }

    /// <summary>Labels every pixel of a photo.</summary>
    /// <param name="photo">Any size; it is resized to <see cref="Size"/>, its sides rounded to multiples of 8.</param>
    /// <param name="cancellationToken">Stops the engine within an operator's time.</param>
    public Segmentation Segment(RgbImage photo, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(photo);
        var (width, height) = InputSize(photo.Width, photo.Height);
        var pixels = new float[3 * width * height];
        ImageTensor.Normalise(photo.Resize(width, height, ResampleFilter.Bicubic), [.. config.Mean], [.. config.Std], pixels);
        int classes = Vocabulary.Classes.Count, rows = height / Cell, columns = width / Cell;
        var scores = GridScores.Logits(Logits(pixels, 1, height, width, cancellationToken), classes);
        var confidences = scores.Confidences(1);
        var (labels, regions) = FullSizeArgmax.Run(scores.Values, confidences, classes, rows, columns, photo.Height, photo.Width, minScore);
        return new Segmentation(photo.Width, photo.Height, Vocabulary, labels, regions.Regions(Vocabulary, labels.LongLength), confidences, columns, rows);
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    /// <summary>Normalised photos <c>[n, 3, height, width]</c>, sides multiples of 8, to logits <c>[n, classes, height/s, width/s]</c>.</summary>
    internal float[] Logits(float[] images, int count, int height, int width, CancellationToken cancellationToken)
    {
        using var inputs = new EngineInputs { { ImageGraphNames.Image, [count, 3, height, width], images } };
        using var results = session.Run(inputs.Values, [StudentGraph.Logits], cancellationToken);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private (int Width, int Height) InputSize(int width, int height)
    {
        double scale = (double)Size / Math.Min(width, height);
        return (Multiple(width * scale), Multiple(height * scale));
    }

    private static int Multiple(double length) =>
        Math.Max(1, (int)Math.Round(length / StudentConfig.InputStride, MidpointRounding.AwayFromZero)) * StudentConfig.InputStride;
}
