using System.Collections.Concurrent;

namespace MaskClip.Storage;

/// <summary>
/// Tables that depend on sizes alone, each made once as long as it is kept: photos of a folder mostly share a few shapes.
/// </summary>
/// <param name="make">Makes a table.</param>
internal sealed class RecentlyMade<TKey, TTable>(Func<TKey, TTable> make)
    where TKey : notnull
{
    // Past this many it starts over.
    private const int Most = 64;

    // By boxed keys: dictionaries by tuples are compiled anew in every process, 18 methods each.
    private readonly ConcurrentDictionary<object, TTable> tables = new();

    /// <summary>The table of a size.</summary>
    public TTable this[TKey key]
    {
        get
        {
            if (tables.TryGetValue(key, out var table)) return table;
            if (tables.Count >= Most) tables.Clear();
            return tables.GetOrAdd(key, boxed => make((TKey)boxed));
        }
    }
}
