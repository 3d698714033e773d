namespace MaskClip;

/// <summary>The methods that <see cref="PhotoOptions.Method"/> accepts: published ones, and those that a program registers.</summary>
/// <remarks>
/// The published ones are one file each in the library's <c>Methods/Published</c>; the build lists them (no list to forget, no reflection
/// at start, which trimming would break). Safe to use from several threads.
/// </remarks>
public static partial class DenseMethods
{
    private static readonly Lock Registering = new();

    private static volatile IReadOnlyList<DenseMethod> all = Sorted(Listed());

    /// <summary>Every method at this moment, oldest paper first, those without a paper last.</summary>
    public static IReadOnlyList<DenseMethod> All => all;

    /// <summary>MaskCLIP (section 3.3).</summary>
    internal static LastBlock MaskClip => Parse("maskclip");

    /// <summary>CLIP's own attention output for every position: the baseline that MaskCLIP improves on.</summary>
    internal static LastBlock Clip => Parse("clip");

    /// <summary>Names of the methods that need the last block alone, and so have a meaning for other transformers than CLIP's.</summary>
    public static IEnumerable<string> ForLastBlocks => All.Where(method => method.Block.IsLastBlocksOwn).Select(method => method.Name);

    /// <summary>Names of the methods that have a meaning for SigLIP's pooling head.</summary>
    public static IEnumerable<string> ForPoolingHeads => All.Where(method => method.Block.HasPoolingHead).Select(method => method.Name);

    /// <summary>
    /// Makes a method known to the whole process: <see cref="PhotoOptions.Method"/> then takes its name, with settings too.
    /// </summary>
    /// <remarks>
    /// Registering an equal one again changes nothing. A method stays as it was registered: models that are loaded hold it.
    /// </remarks>
    /// <param name="method">The method.</param>
    /// <exception cref="OptionsException">
    /// The method cannot be used (all errors are in one message), or there is another one of its name; capitals make no difference.
    /// </exception>
    public static void Register(DenseMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        List<string> errors = [];
        method.Validate(errors);
        OptionsException.ThrowIfAny($"The method '{method.Block?.Name}' cannot be registered", errors);
        lock (Registering)
        {
            var known = all.FirstOrDefault(other => other.Name.Equals(method.Name, StringComparison.OrdinalIgnoreCase));
            if (known is null) all = Sorted([.. all, method]);
            else if (!known.Equals(method))
            {
                throw new OptionsException(
                    $"There is another method '{known.Name}' already: {known.Summary}. Register yours under a name of its own.");
            }
        }
    }

    /// <summary>Finds a method by name.</summary>
    /// <param name="name">Its name without settings; capitals make no difference.</param>
    /// <exception cref="OptionsException">There is no such method; the message lists those that there are.</exception>
    public static DenseMethod Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new OptionsException(
                $"Unknown method '{name}'. Available: {string.Join(", ", All.Select(method => method.Name))}.");
    }

    /// <summary>Reads <c>name</c> or <c>name:setting=value,...</c>.</summary>
    /// <param name="text">A method as <see cref="PhotoOptions.Method"/> takes it.</param>
    /// <returns>What its last block computes, with these settings.</returns>
    /// <exception cref="OptionsException">There is no such method or setting, or a value is not allowed.</exception>
    public static LastBlock Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        var method = Find(parts[0]);
        return parts.Length == 1 ? method.Block : method.With(parts[1]);
    }

    private static IReadOnlyList<DenseMethod> Sorted(IEnumerable<DenseMethod> methods) =>
        [.. methods.OrderBy(method => method.Paper?.Year ?? int.MaxValue).ThenBy(method => method.Name, StringComparer.Ordinal)];

    private static partial IEnumerable<DenseMethod> Listed();
}
