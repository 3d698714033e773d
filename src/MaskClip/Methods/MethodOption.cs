using System.Globalization;

namespace MaskClip;

/// <summary>A setting of a method, written after its name: <c>naclip:sigma=7,mlp=on</c>.</summary>
/// <remarks>
/// Made by <see cref="Number"/>, <see cref="Count"/> or <see cref="Switch"/>, or by the constructor for any other kind of value.
/// Nothing changes it after it was made: safe to share between threads.
/// </remarks>
/// <param name="Name">Its name; capitals make no difference.</param>
/// <param name="Summary">What it does, in a few words, with the unit.</param>
/// <param name="Values">What is allowed, for people, e.g. <c>0.1 to 1000</c>.</param>
/// <param name="Show">The value that a block has, as <paramref name="Apply"/> takes it.</param>
/// <param name="Apply">The block with another value; throws an <see cref="OptionsException"/> where it is not allowed.</param>
public sealed record MethodOption(
    string Name, string Summary, string Values, Func<LastBlock, string> Show, Func<LastBlock, string, LastBlock> Apply)
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

    /// <summary>What is done to a vision transformer's keys before key smoothing and prototypes compare them.</summary>
    public static MethodOption Keys { get; } = new(
        "keys",
        "a ViT's keys through the output projection (as released), or as they are (the paper's text)",
        "projected, plain",
        block => block.Keys == KeyProjection.Output ? "projected" : "plain",
        (block, text) => text.ToLowerInvariant() switch
        {
            "projected" => block with { Keys = KeyProjection.Output },
            "plain" => block with { Keys = KeyProjection.None },
            _ => throw new OptionsException($"The setting 'keys' is '{text}'; projected and plain are allowed."),
        });

    /// <summary>Whether residual and MLP of an <see cref="AttentionBlock"/> stay.</summary>
    public static IReadOnlyList<MethodOption> ResidualAndMlp { get; } =
    [
        Switch<AttentionBlock>(
            "residual", "whether the block's input is added", block => block.Residual, (block, on) => block with { Residual = on }),
        Switch<AttentionBlock>("mlp", "whether the block's MLP follows", block => block.Mlp, (block, on) => block with { Mlp = on }),
    ];

    /// <summary>A setting that is a number.</summary>
    /// <typeparam name="T">The kind of block that has it; the method's block must be one.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="min">The minimum that is allowed.</param>
    /// <param name="max">The maximum that is allowed.</param>
    /// <param name="get">The value that a block has.</param>
    /// <param name="set">The block with another value: <c>block with { ... }</c>.</param>
    public static MethodOption Number<T>(string name, string summary, double min, double max, Func<T, double> get, Func<T, double, T> set)
        where T : LastBlock
    {
        var values = string.Create(CultureInfo.InvariantCulture, $"{min} to {max}");
        return new(
            name,
            summary,
            values,
            block => get((T)block).ToString(CultureInfo.InvariantCulture),
            (block, text) =>
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= min && number <= max
                ? set((T)block, number)
                : throw new OptionsException($"The setting '{name}' is '{text}'; {values} is allowed."));
    }

    /// <summary>A setting that is a whole number.</summary>
    /// <typeparam name="T">The kind of block that has it; the method's block must be one.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="min">The minimum that is allowed.</param>
    /// <param name="max">The maximum that is allowed.</param>
    /// <param name="get">The value that a block has.</param>
    /// <param name="set">The block with another value: <c>block with { ... }</c>.</param>
    public static MethodOption Count<T>(string name, string summary, int min, int max, Func<T, int> get, Func<T, int, T> set)
        where T : LastBlock
    {
        var number = Number<T>(name, summary, min, max, block => get(block), (block, value) => double.IsInteger(value)
            ? set(block, (int)value)
            : throw new OptionsException(
                string.Create(
                    CultureInfo.InvariantCulture, $"The setting '{name}' is {value}; a whole number from {min} to {max} is allowed.")));
        return number;
    }

    /// <summary>A setting that is on or off; its name alone means on.</summary>
    /// <typeparam name="T">The kind of block that has it; the method's block must be one.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="get">The value that a block has.</param>
    /// <param name="set">The block with another value: <c>block with { ... }</c>.</param>
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
