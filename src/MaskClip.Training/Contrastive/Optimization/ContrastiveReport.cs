namespace MaskClip.Training.Contrastive.Optimization;

/// <summary>What one step gave.</summary>
/// <param name="Loss">Its loss.</param>
/// <param name="PicturesRight">Share of pictures whose nearest text is one of theirs, 0..1.</param>
/// <param name="TextsRight">Share of texts whose nearest picture is one of theirs, 0..1.</param>
public sealed record ContrastiveReport(double Loss, double PicturesRight, double TextsRight)
{
    /// <summary>The learning rate.</summary>
    public double Rate { get; init; }

    /// <summary>Length of the gradient, before it was clipped.</summary>
    public double GradientNorm { get; init; }

    /// <summary>What cosines are multiplied by after the step.</summary>
    public double LogitScale { get; init; }
}
