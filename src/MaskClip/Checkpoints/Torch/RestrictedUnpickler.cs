using System.Numerics;
using MaskClip.Storage;

namespace MaskClip.Checkpoints.Torch;

/// <summary>Turns a pickle (protocols 2 to 5) into plain values and places of tensors. Nothing it names is executed.</summary>
/// <remarks>Opcodes: CPython, Lib/pickletools.py. It does not recurse, so nesting cannot exhaust the call stack.</remarks>
internal sealed class RestrictedUnpickler(string path, ReadingBudget budget)
{
    private readonly PickleStack _stack = new(path);
    private readonly Dictionary<string, ElementType> _storages = new(StringComparer.Ordinal);

    /// <summary>Reads the pickle that the bytes begin with.</summary>
    public static Unpickled Load(string path, ReadOnlySpan<byte> bytes, ReadingBudget budget)
    {
        var cursor = new PickleCursor(path, bytes);
        var unpickler = new RestrictedUnpickler(path, budget);
        var value = unpickler.Run(ref cursor);
        return new Unpickled(value, cursor.Position, unpickler._storages);
    }

    private object? Run(ref PickleCursor cursor)
    {
        while (true)
        {
            budget.Step();
            var position = cursor.Position;
            var code = (char)cursor.Byte();
            if (code == '.') return _stack.Pop();
            if (!Scalar(code, ref cursor) && !Structure(code, ref cursor) && !Call(code, ref cursor))
            {
                throw Error($"operation 0x{(int)code:x2} at byte {position} is not one that torch.save uses");
            }
        }
    }

    private bool Scalar(char code, ref PickleCursor cursor)
    {
        switch (code)
        {
            case 'N': _stack.Push(null); return true;
            case '\x88': _stack.Push(true); return true;
            case '\x89': _stack.Push(false); return true;
            case 'J': _stack.Push((long)cursor.Int32()); return true;
            case 'K': _stack.Push((long)cursor.Byte()); return true;
            case 'M': _stack.Push((long)cursor.UInt16()); return true;
            case '\x8a': _stack.Push(Integer(cursor.Take(cursor.Byte()))); return true;
            case 'G': _stack.Push(cursor.Double()); return true;
            case 'X' or 'T': _stack.Push(Text(cursor.UInt32(), ref cursor)); return true;
            case '\x8c' or 'U': _stack.Push(Text(cursor.Byte(), ref cursor)); return true;
            case '\x8d': _stack.Push(Text(cursor.UInt64(), ref cursor)); return true;
            case 'B': _stack.Push(Opaque(cursor.Take(cursor.UInt32()))); return true;
            case 'C': _stack.Push(Opaque(cursor.Take(cursor.Byte()))); return true;
            case '\x8e' or '\x96': _stack.Push(Opaque(cursor.Take(cursor.UInt64()))); return true;
            default: return false;
        }
    }

    private bool Structure(char code, ref PickleCursor cursor)
    {
        switch (code)
        {
            case '\x80': cursor.Byte(); return true;
            case '\x95': cursor.UInt64(); return true;
            case '(': _stack.Mark(); return true;
            case '0': _stack.Drop(); return true;
            case '1': _stack.PopToMark(); return true;
            case '2': _stack.Push(_stack.Peek()); return true;
            case 'q': _stack.Remember(cursor.Byte()); return true;
            case 'r': _stack.Remember(cursor.UInt32()); return true;
            case '\x94': _stack.Remember(); return true;
            case 'h': _stack.Recall(cursor.Byte()); return true;
            case 'j': _stack.Recall(cursor.UInt32()); return true;
            case ')': _stack.Push(new PickleTuple([])); return true;
            case 't': _stack.Push(new PickleTuple(_stack.PopToMark())); return true;
            case '\x85' or '\x86' or '\x87': _stack.Push(new PickleTuple(_stack.Pop(code - '\x84'))); return true;
            case ']' or '\x8f': _stack.Push(new PickleList([])); return true;
            case 'l' or '\x91': _stack.Push(new PickleList([.. _stack.PopToMark()])); return true;
            case 'a': Append(_stack.Pop(1)); return true;
            case 'e' or '\x90': Append(_stack.PopToMark()); return true;
            case '}': _stack.Push(new PickleDictionary()); return true;
            case 's': SetItems(_stack.Pop(2)); return true;
            case 'u': SetItems(_stack.PopToMark()); return true;
            default: return false;
        }
    }

    private bool Call(char code, ref PickleCursor cursor)
    {
        switch (code)
        {
            case 'c': _stack.Push(Global(cursor.Line(), cursor.Line())); return true;
            case '\x93':
                var names = _stack.Pop(2);
                _stack.Push(Global(names[0] as string ?? "?", names[1] as string ?? "?"));
                return true;
            case 'R' or '\x81':
                var call = _stack.Pop(2);
                _stack.Push(PickleCalls.Invoke(path, call[0], call[1], budget));
                return true;
            case 'Q': _stack.Push(Storage(_stack.Pop())); return true;
            case 'b': PickleCalls.Build(path, _stack.Pop(), _stack.Peek(), budget); return true;
            default: return false;
        }
    }

    private string Text(ulong length, ref PickleCursor cursor)
    {
        if (length <= int.MaxValue) budget.Take(sizeof(char) * (long)length);
        return cursor.Text(length);
    }

    // Weights have no bytes of their own in a pickle: nobody asks for them.
    private static OpaqueValue Opaque(ReadOnlySpan<byte> bytes) => new($"{bytes.Length} bytes");

    private PickleGlobal Global(string module, string name) => PickleGlobal.Find(module, name) ?? throw new CheckpointException(
        path,
        $"it asks for '{module}.{name}', which is not among the few names that weights need, so the file is refused: loading it " +
        "elsewhere may run code. Use a safetensors file, or save only the state dict: torch.save(model.state_dict(), ...).");

    private StorageReference Storage(object? id)
    {
        var storage = PickleCalls.Storage(path, id);
        if (!_storages.TryAdd(storage.Key, storage.Type) && _storages[storage.Key] != storage.Type)
        {
            throw Error($"storage '{storage.Key}' holds {_storages[storage.Key]} in one place and {storage.Type} in another");
        }

        return storage;
    }

    private void Append(object?[] values)
    {
        if (_stack.Peek() is not PickleList list) throw Error("values are appended to something that is not a list");
        list.Items.AddRange(values);
    }

    private void SetItems(object?[] pairs)
    {
        if (_stack.Peek() is not PickleDictionary dictionary || pairs.Length % 2 != 0)
        {
            throw Error("entries are set on something that is not a dictionary");
        }

        for (var i = 0; i < pairs.Length; i += 2) PickleCalls.SetItem(path, dictionary, pairs[i], pairs[i + 1]);
    }

    private static object Integer(ReadOnlySpan<byte> bytes)
    {
        var value = new BigInteger(bytes);
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    private CheckpointException Error(string error) => new(path, $"its pickle is damaged: {error}. Download or save the file again.");
}
