using System.Globalization;

namespace MaskClip.Training.Teacher;

/// <summary>How the CLIP teacher labels crops.</summary>
public sealed record TeacherOptions
{
    /// <summary>Name or path of the CLIP model; see <see cref="Segmenter.Load(string?, SegmenterOptions?)"/>.</summary>
    /// <value>
    /// The default value is <see langword="null"/>: <c>MASKCLIP_MODEL</c>, a pulled ViT-B-16, or one of the packages <c>photo</c> and
    /// <c>world-clip</c>.
    /// </value>
    public string? Model { get; init; }

    /// <summary>The model, where it was already chosen.</summary>
    public ModelSource? Source { get; init; }

    /// <summary>How it embeds. Its size is set by the trainer: the crop's.</summary>
    public SegmenterOptions Embedding { get; init; } = new();

    /// <summary>
    /// Factors of the crop's size at which it sees the crops that it labels; probabilities are averaged over them
    /// (<see cref="PhotoOptions.Scales"/>). The student sees each crop at factor 1, and is compared with a teacher that sees photos as
    /// <see cref="Embedding"/> says.
    /// </summary>
    /// <value>
    /// One to sixteen factors of 0.1 to 8; several do not go with <see cref="CacheFeatures"/> or
    /// <see cref="TrainingSetting.Distillation"/>. The default value is <see langword="null"/>: those of <see cref="Embedding"/>.
    /// </value>
    public IReadOnlyList<double>? Scales { get; init; }

    /// <summary>How it embeds crops of a given short side.</summary>
    internal SegmenterOptions AtCrop(int size)
    {
        var whole = At(size);
        return whole with { Photos = Crops(whole.Photos) };
    }

    /// <summary>Checks the values that the library checks, and in its words.</summary>
    /// <exception cref="OptionsException">One or more are out of range; all are named.</exception>
    internal void Validate()
    {
        Scoring.Validate();
        Crops(Embedding.Photos).Validate();
    }

    /// <summary>What does not fit together.</summary>
    internal IEnumerable<string> Errors(bool distils)
    {
        var scales = Crops(Embedding.Photos).Scales;
        if (scales.Count == 1) yield break;
        var factors = Describe(scales);
        if (distils)
            yield return $"the teacher's scales are {factors}, and features are distilled from one size alone; one factor is allowed";
        if (CacheFeatures)
            yield return $"the teacher's scales are {factors}, and features of one size alone are kept on disk; one factor is allowed";
    }

    /// <summary>
    /// Factors as text; <see langword="null"/> for 1 alone, so that runs and kept features from before there were scales stay valid.
    /// </summary>
    internal static string? Describe(IReadOnlyList<double> scales) =>
        scales is [1] ? null : string.Join(',', scales.Select(scale => scale.ToString(CultureInfo.InvariantCulture)));

    private PhotoOptions Crops(PhotoOptions photos) => Scales is null ? photos : photos with { Scales = Scales };

    /// <summary>How it embeds photos of a given short side.</summary>
    internal SegmenterOptions At(int size) => Embedding with
    {
        Photos = Embedding.Photos with { Size = size, Keys = Scoring.NeedsKeys },
    };

    /// <summary>
    /// Key smoothing, prompt denoising, and the minimum confidence (<see cref="SegmentationOptions.MinScore"/>): pixels below it are
    /// ignored.
    /// </summary>
    public SegmentationOptions Scoring { get; init; } = new();

    /// <summary>Whether features of crops are kept on disk. Pays where crops repeat: without augmentation.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool CacheFeatures { get; init; }
}
