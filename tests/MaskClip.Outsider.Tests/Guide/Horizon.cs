namespace MaskClip.Outsider.Tests.Guide;

/// <summary>A segmenter of one's own: above the middle is the first class, below it the second.</summary>
public sealed class Horizon(Vocabulary vocabulary) : ISegmenter
{
    public string Name => "horizon";

    public string Fingerprint => "horizon-1";   // another text when its results change

    public Vocabulary Vocabulary => vocabulary;

    public Segmentation Segment(RgbImage photo, CancellationToken cancellationToken = default)
    {
        var labels = new ushort[photo.Width * photo.Height];
        labels.AsSpan(photo.Width * (photo.Height / 2)).Fill(1);
        return new Segmentation(photo.Width, photo.Height, vocabulary, labels);
    }
}
