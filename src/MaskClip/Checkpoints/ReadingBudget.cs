namespace MaskClip.Checkpoints;

/// <summary>
/// What reading a file may cost: memory and steps in proportion to the file's own size, however small the text is that asks for more.
/// </summary>
/// <param name="path">The file, for messages.</param>
/// <param name="fileBytes">Its length.</param>
internal sealed class ReadingBudget(string path, long fileBytes)
{
    /// <summary>Levels of values within values at most.</summary>
    public const int MaxDepth = 32;

    // Eight times the file, for weights that are shared or compressed, and what a small file needs in any case.
    private const long FreeBytes = 64L << 20, BytesPerByte = 8;

    // A tensor takes 30 to 40 operations: these are 50,000 tensors, where the largest CLIP has 1,500 and Adam keeps three more for each.
    private const long FreeSteps = 2_000_000, BytesPerStep = 64;

    private readonly long allowedBytes = FreeBytes + BytesPerByte * Math.Min(fileBytes, long.MaxValue / 16);
    private readonly long allowedSteps = FreeSteps + fileBytes / BytesPerStep;
    private long bytes;
    private long steps;

    /// <summary>Counts memory before it is taken.</summary>
    /// <param name="count">Bytes.</param>
    /// <exception cref="CheckpointException">It is more than the file may cost.</exception>
    public void Take(long count)
    {
        bytes += count;
        if (bytes > allowedBytes || bytes < 0) throw Refused($"{bytes >> 20} MiB of memory, where {allowedBytes >> 20} MiB are allowed");
    }

    /// <summary>Counts work before it is done.</summary>
    /// <param name="count">Values that are looked at or copied.</param>
    /// <exception cref="CheckpointException">It is more than the file may cost.</exception>
    public void Step(long count = 1)
    {
        steps += count;
        if (steps > allowedSteps) throw Refused($"more than {allowedSteps} operations");
    }

    /// <summary>Refuses values that are nested deeper than any checkpoint's.</summary>
    /// <param name="depth">The level.</param>
    /// <exception cref="CheckpointException">It is deeper than <see cref="MaxDepth"/>.</exception>
    public void CheckDepth(int depth)
    {
        if (depth > MaxDepth)
            throw new CheckpointException(path, "its modules contain each other without end. Download or export the archive again.");
    }

    private CheckpointException Refused(string cost) => new(
        path,
        $"to read its {fileBytes} bytes would take {cost}: it is damaged, or made to exhaust the machine. Download it again, or save it " +
        $"as safetensors.");
}
