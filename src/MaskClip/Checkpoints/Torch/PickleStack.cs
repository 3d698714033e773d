using System.Runtime.InteropServices;

namespace MaskClip.Checkpoints.Torch;

/// <summary>The unpickler's stack with its marks, and its memo; both are bounded.</summary>
internal sealed class PickleStack(string path)
{
    private const int MaxDepth = 1 << 20;

    private readonly List<object?> _values = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];

    private int Floor => _marks.Count > 0 ? _marks[^1] : 0;

    public void Push(object? value)
    {
        if (_values.Count >= MaxDepth) throw Error("more values wait on its stack than any checkpoint needs");
        _values.Add(value);
    }

    public object? Peek()
    {
        if (_values.Count <= Floor) throw Error("a value is taken from an empty stack");
        return _values[^1];
    }

    public object? Pop()
    {
        var value = Peek();
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    /// <summary>The uppermost values, removed, in the order they were pushed.</summary>
    public object?[] Pop(int count)
    {
        if (_values.Count - Floor < count) throw Error("a value is taken from an empty stack");
        var values = CollectionsMarshal.AsSpan(_values)[^count..].ToArray();
        _values.RemoveRange(_values.Count - count, count);
        return values;
    }

    public void Mark()
    {
        if (_marks.Count >= MaxDepth) throw Error("it is nested deeper than any checkpoint");
        _marks.Add(_values.Count);
    }

    /// <summary>Everything above the last mark, removed together with it.</summary>
    public object?[] PopToMark()
    {
        if (_marks.Count == 0) throw Error("a mark is missing");
        var values = Pop(_values.Count - Floor);
        _marks.RemoveAt(_marks.Count - 1);
        return values;
    }

    /// <summary>POP also removes a mark when that is what lies on top.</summary>
    public void Drop()
    {
        if (_marks.Count > 0 && _values.Count == Floor) _marks.RemoveAt(_marks.Count - 1);
        else Pop();
    }

    public void Remember(uint index) => _memo[index] = Peek();

    public void Remember() => Remember((uint)_memo.Count);

    public void Recall(uint index) =>
        Push(_memo.TryGetValue(index, out var value) ? value : throw Error($"it refers to a value number {index} that it never stored"));

    private CheckpointException Error(string error) => new(path, $"its pickle is damaged: {error}. Download or save the file again.");
}
