using MaskClip.Evaluation;

namespace MaskClip.Cli.Studies;

/// <summary>One published result of MaskCLIP's paper or repository, and what makes it here.</summary>
/// <param name="Table">Which of the paper's tables.</param>
/// <param name="Name">The row's name.</param>
/// <param name="Layout">The data set, as a layout's name.</param>
/// <param name="Model">The CLIP model, or the teacher.</param>
/// <param name="MeanIoU">Published mIoU in percent.</param>
/// <param name="Unseen">Published mIoU of the unseen classes in percent, in zero-shot rows.</param>
/// <param name="Harmonic">Published hIoU in percent, in zero-shot rows.</param>
internal sealed record PaperRow(
    string Table, string Name, string Layout, string Model, double MeanIoU, double? Unseen = null, double? Harmonic = null)
{
    /// <summary>How scores become labels, where the row needs no training.</summary>
    public SegmentationOptions? Scoring { get; init; }

    /// <summary>What is done to the photos.</summary>
    public Corruption? Corruption { get; init; }

    /// <summary>
    /// The options of a training run that makes the row (MaskCLIP+), without data and output; <see langword="null"/> where nothing is
    /// trained.
    /// </summary>
    public string? Training { get; init; }

    /// <summary>A folder name of its own.</summary>
    public string Folder => string.Join(
        '-', new[] { Table, Name, Layout, Model }.Select(part => new string([.. part.ToLowerInvariant().Select(Plain)])));

    private static char Plain(char letter) => char.IsAsciiLetterOrDigit(letter) ? letter : '-';
}
