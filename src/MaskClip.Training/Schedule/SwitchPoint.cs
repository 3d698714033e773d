using System.Globalization;

namespace MaskClip.Training.Schedule;

/// <summary>When CLIP's guidance ends and self-training begins: after a number of steps or a share of all.</summary>
public readonly record struct SwitchPoint
{
    private readonly double value;
    private readonly bool isShare;

    private SwitchPoint(double value, bool isShare)
    {
        this.value = value;
        this.isShare = isShare;
    }

    /// <summary>The paper's: after a tenth of the steps.</summary>
    public static SwitchPoint Tenth { get; } = new(0.1, isShare: true);

    /// <summary>CLIP guides to the end.</summary>
    public static SwitchPoint Never { get; } = new(1, isShare: true);

    /// <summary>Reads <c>10%</c>, a number of steps, or <c>never</c>.</summary>
    /// <exception cref="OptionsException">It is none of these.</exception>
    public static SwitchPoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        if (trimmed.Equals("never", StringComparison.OrdinalIgnoreCase)) return Never;
        bool share = trimmed.EndsWith('%');
        if (double.TryParse(share ? trimmed[..^1] : trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && number >= 0 && (share ? number <= 100 : number <= int.MaxValue && Math.Floor(number) == number))
        {
            return new SwitchPoint(share ? number / 100 : number, share);
        }

        throw new OptionsException(
            $"Unknown switch point '{text}'. Expected a share of the steps as in '10%', a number of steps, or 'never'.", nameof(text));
    }

    /// <summary>The first step, from 0, that trains itself.</summary>
    /// <remarks>
    /// A share between 0 and 100 % leaves both at least one step, however few there are: a student that nobody has guided yet knows nothing
    /// to teach itself. A run of one step is guided.
    /// </remarks>
    /// <param name="steps">Number of steps.</param>
    public int StepOf(int steps)
    {
        if (!isShare) return (int)Math.Min(value, steps);
        return value is 0 or 1 ? (int)(value * steps) : Math.Max(1, Math.Min((int)Math.Round(value * steps), steps - 1));
    }

    /// <inheritdoc/>
    public override string ToString() => this == Never ? "never" : isShare ? $"{value * 100:0.##}%" : $"{value:0}";
}
