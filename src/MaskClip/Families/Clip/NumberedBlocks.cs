using System.Globalization;
using MaskClip.Checkpoints;
using MaskClip.Model;

namespace MaskClip.Families.Clip;

/// <summary>Counts a tower's blocks, which are numbered from 0 without a gap.</summary>
internal static class NumberedBlocks
{
    /// <summary>The number of blocks.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="prefix">What stands before a block's number.</param>
    /// <param name="suffix">A tensor that every block has, behind its number.</param>
    /// <exception cref="CheckpointException">There is none, or one is missing between others.</exception>
    public static int Count(Checkpoint checkpoint, string prefix, string suffix)
    {
        int count = 0, last = -1;
        while (checkpoint.Tensors.ContainsKey($"{prefix}{count}{suffix}")) count++;
        foreach (var name in checkpoint.Tensors.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            int end = name.IndexOf('.', prefix.Length);
            if (end > 0
                && int.TryParse(
                    name.AsSpan(prefix.Length, end - prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int block))
                last = Math.Max(last, block);
        }

        if (count > 0 && last < count) return count;
        throw new CheckpointException(
            checkpoint.Path,
            count == 0 && last < 0
                ? "is missing; the model is incomplete."
                : $"is missing, although there is a block {last}; the model is incomplete: save or download it again.",
            $"{prefix}{count}{suffix}");
    }
}
