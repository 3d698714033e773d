namespace MaskClip.Checkpoints.Torch;

/// <summary>A Python tuple.</summary>
internal sealed record PickleTuple(object?[] Items);

/// <summary>A Python list or set.</summary>
internal sealed record PickleList(List<object?> Items);

/// <summary>A Python dictionary, of which entries with text keys are kept: nothing here is ever asked for by another key.</summary>
internal sealed record PickleDictionary(Dictionary<string, object?> Entries)
{
    public PickleDictionary()
        : this(new Dictionary<string, object?>(StringComparer.Ordinal))
    {
    }
}

/// <summary>An object of a TorchScript archive: its attributes and no behavior.</summary>
internal sealed record ScriptObject(Dictionary<string, object?> Attributes);

/// <summary>A plain value that is carried along and never looked into: a device, a dtype.</summary>
internal sealed record OpaqueValue(string Name);
