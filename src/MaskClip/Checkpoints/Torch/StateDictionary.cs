namespace MaskClip.Checkpoints.Torch;

/// <summary>
/// Finds the weights in a pickle's value: a state dict, a training checkpoint around one, or a tree of TorchScript modules.
/// </summary>
internal static class StateDictionary
{
    private const int MaxWrappers = 3;

    // Where training programs put the weights beside the optimizer, the epoch and so on.
    private static readonly string[] Wrappers = ["state_dict", "model_state_dict", "model"];

    /// <summary>The tensors by name, in order.</summary>
    public static Dictionary<string, TensorReference> Find(string path, object? root, ReadingBudget budget)
    {
        var tensors = new Dictionary<string, TensorReference>(StringComparer.Ordinal);
        switch (Unwrap(path, root, budget))
        {
            case PickleDictionary dictionary:
                foreach (var (name, value) in dictionary.Entries)
                {
                    if (value is TensorReference tensor) tensors.Add(name, tensor);
                }

                break;
            case ScriptObject module:
                Walk(path, module, "", 0, budget, tensors);
                break;
            default:
                throw new CheckpointException(path, "it holds no state dict. Save one: torch.save(model.state_dict(), ...).");
        }

        return tensors;
    }

    private static object? Unwrap(string path, object? value, ReadingBudget budget)
    {
        for (var depth = 0; depth < MaxWrappers && value is PickleDictionary dictionary; depth++)
        {
            var inner = Wrappers.Select(name => dictionary.Entries.GetValueOrDefault(name))
                .FirstOrDefault(entry => entry is PickleDictionary or ScriptObject) ?? OnlyModel(path, dictionary, budget);
            if (inner is null) break;
            value = inner;
        }

        return value;
    }

    // Other programs have other words (an EMA's "ema_state_dict", "params"): what holds tensors with the names of modules is the model.
    private static object? OnlyModel(string path, PickleDictionary dictionary, ReadingBudget budget)
    {
        if (dictionary.Entries.Any(IsParameter)) return null;
        var models = dictionary.Entries.Where(entry => HoldsModel(entry.Value, 0, budget)).ToArray();
        return models.Length switch
        {
            0 => null,
            1 => models[0].Value,
            _ => throw new CheckpointException(
                path,
                $"it holds several models: {string.Join(", ", models.Select(model =>
                    $"'{model.Key}'"))}. Save the one that is meant by itself."),
        };
    }

    private static bool HoldsModel(object? value, int depth, ReadingBudget budget)
    {
        if (value is ScriptObject) return true;
        if (depth >= MaxWrappers || value is not PickleDictionary dictionary) return false;
        budget.Step(dictionary.Entries.Count); // one dictionary may stand in many places
        return dictionary.Entries.Any(entry => IsParameter(entry) || HoldsModel(entry.Value, depth + 1, budget));
    }

    // A module's, and not one of an optimizer's or of training's own numbers.
    private static bool IsParameter(KeyValuePair<string, object?> entry) =>
        entry.Value is TensorReference && entry.Key.Contains('.', StringComparison.Ordinal);

    private static void Walk(
        string path, ScriptObject module, string prefix, int depth, ReadingBudget budget, Dictionary<string, TensorReference> tensors)
    {
        // A module may hold itself, or hold another many times over, which would go on forever.
        budget.CheckDepth(depth);
        budget.Step(module.Attributes.Count);
        foreach (var (name, value) in module.Attributes)
        {
            budget.Take(sizeof(char) * ((long)prefix.Length + name.Length));
            if (value is ScriptObject child) Walk(path, child, $"{prefix}{name}.", depth + 1, budget, tensors);
            else if (value is TensorReference tensor && !tensors.TryAdd(prefix + name, tensor))
            {
                throw new CheckpointException(path, "two tensors of the archive have this name. Export it again.", prefix + name);
            }
        }
    }
}
