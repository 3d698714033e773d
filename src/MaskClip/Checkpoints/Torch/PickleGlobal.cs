namespace MaskClip.Checkpoints.Torch;

/// <summary>What a permitted name stands for.</summary>
internal enum PickleGlobalKind
{
    OrderedDictionary,
    RebuildTensor,
    RebuildParameter,
    StorageType,
    ScriptClass,
    TypedList,
    TypeTag,
    Opaque,
}

/// <summary>A name that a pickle may mention. Names stand for a fixed meaning in this reader; no code is ever looked up.</summary>
internal sealed record PickleGlobal(string Name, PickleGlobalKind Kind, ElementType Element = default)
{
    private static readonly Dictionary<string, ElementType> StorageTypes = new(StringComparer.Ordinal)
    {
        ["DoubleStorage"] = ElementType.Float64,
        ["FloatStorage"] = ElementType.Float32,
        ["HalfStorage"] = ElementType.Float16,
        ["BFloat16Storage"] = ElementType.BFloat16,
        ["LongStorage"] = ElementType.Int64,
        ["IntStorage"] = ElementType.Int32,
        ["ShortStorage"] = ElementType.Int16,
        ["CharStorage"] = ElementType.Int8,
        ["ByteStorage"] = ElementType.UInt8,
        ["BoolStorage"] = ElementType.Bool,
    };

    private static readonly HashSet<string> OpaqueNames = new(StringComparer.Ordinal)
    {
        "device", "Size", "dtype", "float16", "half", "bfloat16", "float32", "float", "float64", "double",
        "uint8", "int8", "int16", "short", "int32", "int", "int64", "long", "bool", "strided", "contiguous_format", "preserve_format",
    };

    /// <summary>The meaning of a name; <see langword="null"/> when the name is not permitted.</summary>
    public static PickleGlobal? Find(string module, string name)
    {
        var full = $"{module}.{name}";
        return module switch
        {
            _ when module == "__torch__" || module.StartsWith("__torch__.", StringComparison.Ordinal) =>
                new PickleGlobal(full, PickleGlobalKind.ScriptClass),
            "torch" or "torch.cuda" when StorageTypes.TryGetValue(name, out var element) =>
                new PickleGlobal(full, PickleGlobalKind.StorageType, element),
            "torch" when OpaqueNames.Contains(name) => new PickleGlobal(full, PickleGlobalKind.Opaque),
            _ => full switch
            {
                "collections.OrderedDict" => new PickleGlobal(full, PickleGlobalKind.OrderedDictionary),
                "torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor" =>
                    new PickleGlobal(full, PickleGlobalKind.RebuildTensor),
                "torch._utils._rebuild_parameter" => new PickleGlobal(full, PickleGlobalKind.RebuildParameter),
                "torch.jit._pickle.build_intlist" or "torch.jit._pickle.build_doublelist" or "torch.jit._pickle.build_boollist"
                    or "torch.jit._pickle.build_tensorlist" => new PickleGlobal(full, PickleGlobalKind.TypedList),
                "torch.jit._pickle.restore_type_tag" => new PickleGlobal(full, PickleGlobalKind.TypeTag),
                _ => null,
            },
        };
    }
}
