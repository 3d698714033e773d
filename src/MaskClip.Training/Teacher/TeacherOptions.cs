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
