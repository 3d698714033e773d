namespace MaskClip.Checkpoints;

/// <summary>What is known of each element type: its size and its name in safetensors files.</summary>
internal static class ElementTypes
{
    private static readonly Dictionary<string, ElementType> BySafetensorsName =
        Enum.GetValues<ElementType>().Where(type => type != ElementType.Unread).ToDictionary(SafetensorsName, StringComparer.Ordinal);

    /// <summary>The names that a safetensors header may use, for messages.</summary>
    public static string SafetensorsNames { get; } = string.Join(", ", BySafetensorsName.Keys);

    /// <summary>Bytes of one element.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Float64 or ElementType.Int64 => 8,
        ElementType.Float32 or ElementType.Int32 => 4,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.Int16 => 2,
        _ => 1,
    };

    /// <summary>Whether the elements are whole numbers or truth values.</summary>
    public static bool IsInteger(this ElementType type) => type >= ElementType.Int64;

    /// <summary>The type's name in a safetensors header.</summary>
    public static string SafetensorsName(this ElementType type) => type switch
    {
        ElementType.Float64 => "F64",
        ElementType.Float32 => "F32",
        ElementType.Float16 => "F16",
        ElementType.BFloat16 => "BF16",
        ElementType.Int64 => "I64",
        ElementType.Int32 => "I32",
        ElementType.Int16 => "I16",
        ElementType.Int8 => "I8",
        ElementType.UInt8 => "U8",
        ElementType.Bool => "BOOL",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an element type."),
    };

    /// <summary>The type of a safetensors name, if it is one that is read here.</summary>
    public static bool TryParse(string? safetensorsName, out ElementType type) =>
        BySafetensorsName.TryGetValue(safetensorsName ?? "", out type);
}
