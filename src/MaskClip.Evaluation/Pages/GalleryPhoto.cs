using MaskClip.Evaluation.Reports;

namespace MaskClip.Evaluation.Pages;

/// <summary>A photo that the page shows, reduced.</summary>
/// <param name="Id">The photo's id.</param>
/// <param name="MeanIoU">Its mIoU over the classes that its truth has.</param>
/// <param name="Photo">The photo as a data URI.</param>
/// <param name="Truth">Its truth in the classes' colors.</param>
/// <param name="Prediction">What was predicted, in the same colors.</param>
/// <param name="Classes">Indices of the classes that are in truth or prediction, largest first.</param>
internal sealed record GalleryPhoto(string Id, double MeanIoU, string Photo, string Truth, string Prediction, IReadOnlyList<int> Classes);
