namespace MaskClip.Training.Supervision;

/// <summary>Fills in what no truth is known about.</summary>
internal static class PseudoLabels
{
    /// <summary>Gives unlabeled pixels the labels that were guessed for them; all others keep theirs.</summary>
    /// <param name="labels">Labels; changed.</param>
    /// <param name="guessed">A label for every pixel, <see cref="TrainingLabels.Ignore"/> where it is too unsure.</param>
    public static void FillIn(Span<ushort> labels, ReadOnlySpan<ushort> guessed)
    {
        if (labels.Length != guessed.Length)
        {
            throw new ArgumentException($"{guessed.Length} pseudo labels do not fit {labels.Length} labels.", nameof(guessed));
        }

        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] == TrainingLabels.Unlabeled) labels[i] = guessed[i];
        }
    }
}
