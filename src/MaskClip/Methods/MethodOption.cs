using System.Globalization;
using MaskClip.Clip;

namespace MaskClip.Dense;

/// <summary>A setting of a method, written after its name: <c>naclip:sigma=7,mlp=on</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Values">What is allowed, for people.</param>
/// <param name="Show">The value that a block has.</param>
/// <param name="Apply">The block with another value; throws <see cref="ArgumentException"/> where it is not allowed.</param>
internal sealed record MethodOption(string Name, string Summary, string Values, Func<LastBlock, string> Show, Func<LastBlock, string, LastBlock> Apply)
{
    private static readonly Dictionary<string, PositionResize> Conventions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["size"] = PositionResize.Size,
        ["factor"] = PositionResize.ScaleFactor,
        ["antialias"] = PositionResize.Antialiased,
        ["bilinear"] = PositionResize.Bilinear,
    };

    /// <summary>How position embeddings are resized: every method's.</summary>
    public static MethodOption Positions { get; } = new(
        "positions",
        "how position embeddings are resized to the photo's grid",
        string.Join(", ", Conventions.Keys),
        block => Conventions.Single(pair => pair.Value == block.Positions).Key,
        (block, text) => Conventions.TryGetValue(text, out var positions)
            ? block with { Positions = positions }
            : throw new OptionsException($"The setting 'positions' is '{text}'; {string.Join(", ", Conventions.Keys)} are allowed."));

    /// <summary>Whether residual and MLP of an <see cref="AttentionBlock"/> stay.</summary>
    public static IReadOnlyList<MethodOption> Rest { get; } =
    [
        Switch<AttentionBlock>("residual", "whether the block's input is added", block => block.Residual, (block, on) => block with { Residual = on }),
        Switch<AttentionBlock>("mlp", "whether the block's MLP follows", block => block.Mlp, (block, on) => block with { Mlp = on }),
    ];

    /// <summary>A setting that is a number.</summary>
    public static MethodOption Number<T>(string name, string summary, double least, double most, Func<T, double> get, Func<T, double, T> set)
        where T : LastBlock
    {
        var values = string.Create(CultureInfo.InvariantCulture, $"{least} to {most}");
        return new(
            name,
            summary,
            values,
            block => get((T)block).ToString(CultureInfo.InvariantCulture),
            (block, text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most
                ? set((T)block, number)
                : throw new OptionsException($"The setting '{name}' is '{text}'; {values} is allowed."));
    }

    /// <summary>A setting that is a whole number.</summary>
    public static MethodOption Count<T>(string name, string summary, int least, int most, Func<T, int> get, Func<T, int, T> set)
        where T : LastBlock
    {
        var number = Number<T>(name, summary, least, most, block => get(block), (block, value) => double.IsInteger(value)
            ? set(block, (int)value)
            : throw new OptionsException(
                string.Create(CultureInfo.InvariantCulture, $"The setting '{name}' is {value}; a whole number from {least} to {most} is allowed.")));
        return number;
    }

    /// <summary>A setting that is on or off; its name alone means on.</summary>
    public static MethodOption Switch<T>(string name, string summary, Func<T, bool> get, Func<T, bool, T> set)
        where T : LastBlock => new(
            name,
            summary,
            "on, off",
            block => get((T)block) ? "on" : "off",
            (block, text) => text.ToLowerInvariant() switch
            {
                "on" => set((T)block, true),
                "off" => set((T)block, false),
                _ => throw new OptionsException($"The setting '{name}' is '{text}'; on and off are allowed."),
            });
}
