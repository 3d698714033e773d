namespace MaskClip.Training.Schedule;

/// <summary>The learning rate falls as a power of what is left, down to a floor (mmcv's <c>PolyLrUpdaterHook</c>).</summary>
/// <param name="Start">The rate of the first step.</param>
/// <param name="Floor">The rate that the last step approaches.</param>
/// <param name="Power">1 falls in a line; the paper uses 0.9.</param>
/// <param name="Steps">Number of steps.</param>
internal sealed record PolySchedule(double Start, double Floor, double Power, int Steps)
{
    /// <summary><c>(start - floor) · (1 - step / steps) ^ power + floor</c>.</summary>
    /// <param name="step">The step, from 0.</param>
    public double Rate(int step) => (Start - Floor) * Math.Pow(1 - (double)step / Steps, Power) + Floor;
}
