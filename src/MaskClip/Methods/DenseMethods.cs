namespace MaskClip.Dense;

/// <summary>Every method there is. The list itself is written by the build from the files in <c>Methods/Published</c>, see MaskClip.csproj.</summary>
/// <remarks>
/// So a method is one file and nothing else: no list to forget, no reflection at start (which trimming would break), and a file that does not
/// follow the convention does not compile.
/// </remarks>
internal static partial class DenseMethods
{
    /// <summary>Every method, oldest paper first.</summary>
    public static IReadOnlyList<DenseMethod> All { get; } =
        [.. Listed().OrderBy(method => method.Paper.Year).ThenBy(method => method.Name, StringComparer.Ordinal)];

    /// <summary>Names of the methods that have a meaning for ResNets.</summary>
    public static IEnumerable<string> ForResNets => All.Where(method => method.Block.Pooling is not null).Select(method => method.Name);

    /// <summary>Names of the methods that have a meaning for ResNets without attention.</summary>
    public static IEnumerable<string> ForPlainResNets => All.Where(method => method.Block.Mixing is not null).Select(method => method.Name);

    /// <summary>Finds a method by name.</summary>
    /// <exception cref="OptionsException">There is no such method.</exception>
    public static DenseMethod Find(string name) =>
        All.FirstOrDefault(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new OptionsException($"'{name}' is not a method; choose one of: {string.Join(", ", All.Select(method => method.Name))}.");

    /// <summary>Reads <c>name</c> or <c>name:setting=value,...</c>.</summary>
    /// <exception cref="OptionsException">There is no such method or setting, or a value is not allowed.</exception>
    public static LastBlock Parse(string text)
    {
        var parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        var method = Find(parts[0]);
        return parts.Length == 1 ? method.Block : method.With(parts[1]);
    }

    private static partial IEnumerable<DenseMethod> Listed();
}
