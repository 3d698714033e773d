namespace MaskClip.Checkpoints.Torch;

/// <summary>What the permitted calls of a pickle amount to: describing tensors, dictionaries and objects.</summary>
internal static class PickleCalls
{
    /// <summary>The result of calling a permitted name.</summary>
    public static object? Invoke(string path, object? callee, object? arguments)
    {
        if (callee is not PickleGlobal global || arguments is not PickleTuple { Items: var items })
        {
            throw Fault(path, "something is called that is no name");
        }

        return global.Kind switch
        {
            PickleGlobalKind.OrderedDictionary => OrderedDictionary(path, items),
            PickleGlobalKind.RebuildTensor => Tensor(path, global, items),
            PickleGlobalKind.RebuildParameter when items is [TensorReference tensor, ..] => tensor,
            PickleGlobalKind.ScriptClass when items.Length == 0 => new ScriptObject(new Dictionary<string, object?>(StringComparer.Ordinal)),
            PickleGlobalKind.TypedList or PickleGlobalKind.TypeTag when items is [PickleList or PickleDictionary, ..] => items[0],
            PickleGlobalKind.Opaque => new OpaqueValue(global.Name),
            _ => throw Fault(path, $"'{global.Name}' is called in a way that torch.save does not"),
        };
    }

    /// <summary>The storage that a persistent id names: ('storage', type, key, device, count) and, in old files, a view of it.</summary>
    public static StorageReference Storage(string path, object? id)
    {
        if (id is not PickleTuple { Items: ["storage", PickleGlobal { Kind: PickleGlobalKind.StorageType } type, string key, _, long count, .. var rest] }
            || count < 0)
        {
            throw Fault(path, "a persistent id is no storage");
        }

        return rest switch
        {
            [] or [null] => new StorageReference(type.Element, key, count, 0, count),
            [PickleTuple { Items: [_, long start, long length] }] when start >= 0 && length >= 0 && start <= count && length <= count - start =>
                new StorageReference(type.Element, key, count, start, length),
            _ => throw Fault(path, $"the view of storage '{key}' lies outside of it"),
        };
    }

    /// <summary>Gives an object its attributes.</summary>
    public static void Build(string path, object? state, object? target)
    {
        switch (target, state)
        {
            case (ScriptObject script, PickleDictionary attributes):
                foreach (var (name, value) in attributes.Entries) script.Attributes[name] = value;
                break;
            // state_dict() hangs version numbers (_metadata) on its dictionary: nothing to keep.
            case (PickleDictionary, _):
                break;
            default:
                throw Fault(path, "attributes are set on a value that has none");
        }
    }

    private static PickleDictionary OrderedDictionary(string path, object?[] arguments)
    {
        var dictionary = new PickleDictionary();
        // Python 2 passes the entries as a list of pairs.
        foreach (var item in arguments is [PickleList list] ? list.Items : arguments is [] ? [] : throw Fault(path, "a dictionary has odd arguments"))
        {
            var pair = item switch { PickleList { Items: [var k, var v] } => (k, v), PickleTuple { Items: [var k, var v] } => (k, v), _ => (null, null) };
            if (pair.Item1 is string key && !dictionary.Entries.TryAdd(key, pair.Item2)) throw Fault(path, $"the name '{key}' occurs twice in a dictionary");
        }

        return dictionary;
    }

    private static TensorReference Tensor(string path, PickleGlobal global, object?[] arguments)
    {
        if (arguments is [StorageReference storage, long offset, PickleTuple { Items: var size }, PickleTuple { Items: var stride }, ..]
            && Array.TrueForAll(size, value => value is long) && Array.TrueForAll(stride, value => value is long))
        {
            return new TensorReference(storage, offset, Array.ConvertAll(size, value => (long)value!), Array.ConvertAll(stride, value => (long)value!));
        }

        throw Fault(path, $"'{global.Name}' is called in a way that torch.save does not");
    }

    private static CheckpointException Fault(string path, string fault) =>
        new(path, $"its pickle is damaged: {fault}. Download or save the file again.");
}
