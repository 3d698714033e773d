namespace MaskClip.Training.Contrastive;

/// <summary>How pairs become samples.</summary>
public sealed record PairOptions
{
    /// <summary>Captions of a picture that are used at a time, chosen anew each time.</summary>
    public int Captions { get; init; } = 1;

    /// <summary>Patches of a picture that the tower sees, chosen anew each time (FLIP); 0 for all. Transformers only.</summary>
    public int Patches { get; init; }

    /// <summary>Minimum share of a picture's area that a random crop keeps; 1 takes the whole picture.</summary>
    public double MinArea { get; init; } = 0.5;

    /// <summary>
    /// Share of samples, 0..1, that are pictures of half the side, at any place of the patch grid: things are seen at more sizes and
    /// places, and for a quarter of the time. Transformers only.
    /// </summary>
    public double Small { get; init; }

    /// <summary>Whether pictures are mirrored, every second one; never one of whose captions says left or right.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>Whether brightness, contrast, saturation and hue are varied.</summary>
    public bool Colors { get; init; }

    /// <summary>Share of samples, 0..1, that are four pictures in a square, with captions of each.</summary>
    public double Collages { get; init; }

    /// <summary>
    /// Share of samples, 0..1, that are sixteen pictures in a square, four by four, with captions of each: small things, each told where it
    /// is.
    /// </summary>
    public double Mosaics { get; init; }

    /// <summary>
    /// Share of words, 0..1, that are left blank in captions, so that a prompt with unknown words is nothing new. Above 0, half of the
    /// captions end with a full stop, as prompts do.
    /// </summary>
    public double BlankWords { get; init; }

    /// <summary>Whether a text is spared as a negative of pictures of which all its words were said.</summary>
    public bool SpareCovered { get; init; }

    /// <summary>Adds what is out of range to a list of errors.</summary>
    internal void Validate(List<string> errors)
    {
        if (Captions is < 1 or > 64) errors.Add($"{Captions} captions a picture; 1 to 64 are allowed");
        if (MinArea is not (> 0 and <= 1)) errors.Add($"the minimum area is {MinArea}; more than 0 and at most 1 is allowed");
        if (Collages is not (>= 0 and <= 1)) errors.Add($"the share of collages is {Collages}; 0 to 1 is allowed");
        if (Mosaics is not (>= 0 and <= 1)) errors.Add($"the share of mosaics is {Mosaics}; 0 to 1 is allowed");
        if (Small is not (>= 0 and <= 1)) errors.Add($"the share of small pictures is {Small}; 0 to 1 is allowed");
        if (Collages + Mosaics + Small > 1)
        {
            errors.Add(
                $"collages, mosaics and small pictures are {Collages + Mosaics + Small} of all samples; together 0 to 1 are allowed");
        }
        if (BlankWords is not (>= 0 and < 1)) errors.Add($"the share of blank words is {BlankWords}; 0 to less than 1 is allowed");
    }
}
