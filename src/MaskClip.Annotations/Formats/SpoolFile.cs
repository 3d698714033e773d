namespace MaskClip.Annotations.Formats;

/// <summary>A temporary file for what must be written at the end; the system removes it with the process.</summary>
internal static class SpoolFile
{
    /// <summary>Creates one.</summary>
    public static FileStream Create() => new(
        Path.Combine(Path.GetTempPath(), $"maskclip-{Guid.NewGuid():N}.tmp"),
        new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 1 << 16,
        });

    /// <summary>Copies all of it to a stream; more can be written afterwards.</summary>
    public static void CopyAllTo(this FileStream spool, Stream stream)
    {
        spool.Position = 0;
        spool.CopyTo(stream);
        spool.Position = spool.Length;
    }
}
