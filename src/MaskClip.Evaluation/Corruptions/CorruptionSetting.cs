using System.IO.Hashing;
using System.Text;

namespace MaskClip.Evaluation;

/// <summary>A corruption and its level.</summary>
/// <param name="Kind">What is done to the photos.</param>
/// <param name="Level">Severity, 1 to 5.</param>
public sealed record CorruptionSetting(Corruption Kind, int Level)
{
    /// <summary>The whole table: eight kinds at five levels.</summary>
    public static IReadOnlyList<CorruptionSetting> All { get; } =
    [
        .. from kind in Enum.GetValues<Corruption>()
           from level in Enumerable.Range(1, PhotoCorruption.MaxLevel)
           select new CorruptionSetting(kind, level),
    ];

    /// <summary>The kind as users write it and folders are called: <c>gaussian-noise</c>.</summary>
    public string KindName => NameOf(Kind);

    /// <summary>A kind as users write it.</summary>
    /// <param name="kind">The kind.</param>
    public static string NameOf(Corruption kind) => Settings.OptionValues.Name(kind.ToString());

    /// <summary>Finds a kind by name; <c>gaussian_noise</c> and <c>Gaussian noise</c> are <c>gaussian-noise</c>.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="OptionsException">There is no such kind.</exception>
    public static Corruption ParseKind(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = name.Trim().ToLowerInvariant().Replace('_', '-').Replace(' ', '-');
        foreach (var kind in Enum.GetValues<Corruption>())
        {
            if (NameOf(kind) == plain) return kind;
        }

        var known = string.Join(", ", Enum.GetValues<Corruption>().Select(NameOf));
        throw new OptionsException($"Unknown corruption '{name}'. Available: {known}.", nameof(name));
    }

    /// <summary>Corrupts a photo. Every photo has a seed of its own, so that neither order nor resuming matters.</summary>
    internal RgbImage Apply(RgbImage photo, string id, ulong seed) =>
        PhotoCorruption.Apply(photo, Kind, Level, seed + XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(id)));

    /// <summary>Kind and level: <c>gaussian-noise-3</c>.</summary>
    public override string ToString() => $"{KindName}-{Level}";
}
