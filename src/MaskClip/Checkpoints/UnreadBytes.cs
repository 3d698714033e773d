namespace MaskClip.Checkpoints;

/// <summary>A tensor of a type that is not read here: it may lie in the file, and cannot be asked for its numbers.</summary>
/// <param name="path">The file.</param>
/// <param name="name">The tensor.</param>
/// <param name="dtype">Its type as the file names it.</param>
internal sealed class UnreadBytes(string path, string name, string dtype) : TensorBytes
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Read() =>
        throw new CheckpointException(
            path, $"the dtype '{dtype}' is not read here; allowed are {ElementTypes.SafetensorsNames}. Convert the file.", name);
}
