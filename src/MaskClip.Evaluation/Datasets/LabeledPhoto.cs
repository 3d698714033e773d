namespace MaskClip.Evaluation;

/// <summary>A photo of a data set and the mask that says what is where: two files, or whatever a program reads them from.</summary>
/// <remarks>
/// Immutable: safe to share between threads, as long as its functions are. They are called from several threads, for several photos at
/// once.
/// </remarks>
public sealed record LabeledPhoto
{
    private readonly Func<RgbImage>? readPhoto;

    /// <summary>
    /// Creates a photo of a data set of one's own, see
    /// <see cref="SegmentationDataset.From(string, Vocabulary, IEnumerable{LabeledPhoto}, string?)"/>.
    /// </summary>
    /// <param name="id">What it is called, unlike all others of its data set.</param>
    /// <param name="readPhoto">Reads the photo.</param>
    /// <param name="readTruth">
    /// Reads its mask, of the photo's size: class indices of the data set's vocabulary, <see cref="Segmentation.Ignore"/> for what belongs
    /// to none.
    /// </param>
    /// <exception cref="ArgumentException">The id is empty or has control characters.</exception>
    public LabeledPhoto(string id, Func<RgbImage> readPhoto, Func<LabelMap> readTruth)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentNullException.ThrowIfNull(readPhoto);
        ArgumentNullException.ThrowIfNull(readTruth);
        if (id.Any(char.IsControl))
        {
            throw new ArgumentException(
                $"The id '{id}' has control characters; journals and tables have a line for each photo.", nameof(id));
        }

        (Id, this.readPhoto, ReadsTruth) = (id, readPhoto, readTruth);
    }

    /// <summary>A photo in a folder of a known layout.</summary>
    /// <param name="id">Its path below the photo folder, without endings, parts separated by <c>/</c>.</param>
    /// <param name="photoPath">The photo's file.</param>
    /// <param name="truthPath">The mask's file.</param>
    internal LabeledPhoto(string id, string photoPath, string truthPath) => (Id, PhotoPath, TruthPath) = (id, photoPath, truthPath);

    /// <summary>
    /// What the data set calls it. In a folder: its path below the photo folder, without endings, parts separated by <c>/</c>.
    /// </summary>
    public string Id { get; }

    /// <summary>The photo's file, if it is one: an interrupted evaluation does not go on where its length has changed.</summary>
    public string? PhotoPath { get; init; }

    /// <summary>
    /// The mask's file, if it is one: in a folder a palette or gray PNG in the data set's own labels. Watched as <see cref="PhotoPath"/>
    /// is.
    /// </summary>
    public string? TruthPath { get; init; }

    /// <summary>Reads the mask; <see langword="null"/> where the data set does, from its file and in its own labels.</summary>
    internal Func<LabelMap>? ReadsTruth { get; }

    /// <summary>Reads the photo. Its mask is read by <see cref="SegmentationDataset.ReadTruth"/>, which knows the labels.</summary>
    /// <exception cref="ImageFormatException">It is not a readable picture.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public RgbImage ReadPhoto()
    {
        if (readPhoto is null) return RgbImage.Load(PhotoPath!);
        return readPhoto() ?? throw new DatasetException(Id, "The function that reads the photo gave none.");
    }
}
