namespace MaskClip.Evaluation;

/// <summary>A setting that two runs do not share.</summary>
/// <param name="Name">The setting.</param>
/// <param name="First">Its value in the first run, for people.</param>
/// <param name="Second">Its value in the second run.</param>
public sealed record SettingDifference(string Name, string First, string Second)
{
    /// <summary>The difference in one line.</summary>
    public override string ToString() => $"{Name}: {First} | {Second}";
}
