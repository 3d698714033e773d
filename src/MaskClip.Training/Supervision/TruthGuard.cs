namespace MaskClip.Training.Supervision;

/// <summary>
/// Stands between the masks and everything else: takes the truth about unseen classes out of a mask the moment it is read. Which unseen
/// class a pixel is of is lost here, so that nothing behind, neither crop nor pseudo label nor loss, can depend on it.
/// </summary>
/// <remarks>
/// The released code suppresses labels while loading annotations (<c>suppress_labels</c>) and asserts before the loss that none leaked.
/// </remarks>
internal sealed class TruthGuard
{
    private readonly ushort[] handedOut = new ushort[ushort.MaxValue + 1];
    private readonly bool[] hidden = new bool[ushort.MaxValue + 1];

    /// <summary>Creates a guard.</summary>
    /// <param name="classes">Number of classes, at most <see cref="TrainingLabels.MaxClasses"/>.</param>
    /// <param name="unseen">The classes whose truth is hidden.</param>
    /// <param name="instead">What their pixels become: <see cref="TrainingLabels.Unlabeled"/> or
    /// <see cref="TrainingLabels.Ignore"/>.</param>
    public TruthGuard(int classes, IEnumerable<int> unseen, ushort instead)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, TrainingLabels.MaxClasses);
        if (instead is not (TrainingLabels.Unlabeled or TrainingLabels.Ignore))
        {
            throw new ArgumentOutOfRangeException(nameof(instead), instead, "Hidden pixels are unlabeled or ignored.");
        }

        handedOut.AsSpan().Fill(TrainingLabels.Ignore);
        for (int label = 0; label < classes; label++) handedOut[label] = (ushort)label;
        foreach (int label in unseen)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(label);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, classes);
            handedOut[label] = instead;
            hidden[label] = true;
        }
    }

    /// <summary>A guard that hides every class.</summary>
    public static TruthGuard HideAll(int classes) => new(classes, Enumerable.Range(0, classes), TrainingLabels.Unlabeled);

    /// <summary>A mask without the hidden classes; labels that are not a class are ignored.</summary>
    public ushort[] Guard(ReadOnlySpan<ushort> mask)
    {
        var guarded = new ushort[mask.Length];
        for (int i = 0; i < guarded.Length; i++) guarded[i] = handedOut[mask[i]];
        return guarded;
    }

    /// <summary>Checks labels before pseudo labels are filled in.</summary>
    /// <exception cref="InvalidOperationException">One is a hidden class.</exception>
    public void ThrowIfLeaked(ReadOnlySpan<ushort> labels)
    {
        foreach (ushort label in labels)
        {
            if (hidden[label]) throw new InvalidOperationException($"Ground truth of the unseen class {label} leaked into training.");
        }
    }
}
