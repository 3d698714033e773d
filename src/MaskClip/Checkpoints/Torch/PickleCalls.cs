namespace MaskClip.Checkpoints.Torch;

/// <summary>What the permitted calls of a pickle amount to: describing tensors, dictionaries and objects.</summary>
internal static class PickleCalls
{
    /// <summary>The result of calling a permitted name.</summary>
    public static object? Invoke(string path, object? callee, object? arguments, ReadingBudget budget)
    {
        if (callee is not PickleGlobal global || arguments is not PickleTuple { Items: var items })
        {
            throw Error(path, "something is called that is not a name");
        }

        return global.Kind switch
        {
            PickleGlobalKind.OrderedDictionary => OrderedDictionary(path, items, budget),
            PickleGlobalKind.RebuildTensor => Tensor(path, global, items),
            PickleGlobalKind.RebuildParameter when items is [TensorReference tensor, ..] => tensor,
            PickleGlobalKind.ScriptClass when items.Length == 0 => new ScriptObject(new(StringComparer.Ordinal)),
            PickleGlobalKind.TypedList or PickleGlobalKind.TypeTag when items is [PickleList or PickleDictionary, ..] => items[0],
            PickleGlobalKind.Opaque => new OpaqueValue(global.Name),
            _ => throw Error(path, $"'{global.Name}' is called in a way that torch.save does not"),
        };
    }

    /// <summary>The storage that a persistent id names: ('storage', type, key, device, count) and, in old files, a view of it.</summary>
    public static StorageReference Storage(string path, object? id)
    {
        if (id is not PickleTuple { Items: ["storage", PickleGlobal type, string key, _, long count, .. var rest] }
            || type.Kind != PickleGlobalKind.StorageType || count < 0)
        {
            throw Error(path, "a persistent id is not a storage");
        }

        return rest switch
        {
            [] or [null] => new StorageReference(type.Element, key, count, 0, count),
            [PickleTuple { Items: [_, long start, long length] }]
                when start >= 0 && start <= count && length >= 0 && length <= count - start =>
                new StorageReference(type.Element, key, count, start, length),
            _ => throw Error(path, $"the view of storage '{key}' lies outside of it"),
        };
    }

    /// <summary>Gives an object its attributes.</summary>
    public static void Build(string path, object? state, object? target, ReadingBudget budget)
    {
        switch (target, state)
        {
            case (ScriptObject script, PickleDictionary attributes):
                Count(budget, attributes.Entries.Count);
                foreach (var (name, value) in attributes.Entries) script.Attributes[name] = value;
                break;
            // state_dict() hangs version numbers (_metadata) on its dictionary: nothing to keep.
            case (PickleDictionary, _):
                break;
            default:
                throw Error(path, "attributes are set on a value that has none");
        }
    }

    /// <summary>Adds an entry to a dictionary; a name that is already there would hide the tensor before.</summary>
    public static void SetItem(string path, PickleDictionary dictionary, object? key, object? value)
    {
        if (key is string name && !dictionary.Entries.TryAdd(name, value))
            throw Error(path, $"the name '{name}' occurs twice in a dictionary");
    }

    private static PickleDictionary OrderedDictionary(string path, object?[] arguments, ReadingBudget budget)
    {
        var dictionary = new PickleDictionary();
        // Python 2 passes the entries as a list of pairs.
        var pairs = arguments switch
        {
            [] => [],
            [PickleList list] => list.Items,
            _ => throw Error(path, "a dictionary is made of something that is not a list"),
        };
        // The same list may be named again and again: each time it is copied.
        Count(budget, pairs.Count);
        foreach (var pair in pairs)
        {
            IReadOnlyList<object?> items = pair switch { PickleTuple tuple => tuple.Items, PickleList list => list.Items, _ => [] };
            if (items.Count != 2) throw Error(path, "a dictionary is made of something that is not a pair");
            SetItem(path, dictionary, items[0], items[1]);
        }

        return dictionary;
    }

    private static void Count(ReadingBudget budget, int entries)
    {
        const int EntryBytes = 48; // of a dictionary
        budget.Step(entries);
        budget.Take((long)EntryBytes * entries);
    }

    private static TensorReference Tensor(string path, PickleGlobal global, object?[] arguments)
    {
        // Longer ones than a tensor can have may be shared by many tensors: nothing is copied of them.
        if (arguments is [StorageReference storage, long offset, PickleTuple { Items: var size }, PickleTuple { Items: var stride }, ..]
            && size.Length <= TensorShape.MaxRank && stride.Length <= TensorShape.MaxRank
            && Array.TrueForAll(size, value => value is long) && Array.TrueForAll(stride, value => value is long))
        {
            return new TensorReference(
                storage, offset, Array.ConvertAll(size, value => (long)value!), Array.ConvertAll(stride, value => (long)value!));
        }

        throw Error(path, $"'{global.Name}' is called in a way that torch.save does not");
    }

    private static CheckpointException Error(string path, string error) =>
        new(path, $"its pickle is damaged: {error}. Download or save the file again.");
}
