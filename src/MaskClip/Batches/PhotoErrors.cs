namespace MaskClip.Batches;

/// <summary>Tells what ends a batch from what costs only the photo that showed it.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class PhotoErrors
{
    private const int UnixDiskFull = 28, WindowsDiskFull = unchecked((int)0x80070070), WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Whether the batch goes on with the next photo.</summary>
    /// <remarks>All errors but three: what was cancelled or disposed stops for every photo, and so does a full disk.</remarks>
    /// <param name="error">What was thrown.</param>
    public static bool IsPhotos(Exception error) =>
        error is not OperationCanceledException and not ObjectDisposedException && !IsDiskFull(error);

    /// <summary>Whether nothing can be written any more.</summary>
    internal static bool IsDiskFull(Exception error) =>
        error is IOException { HResult: UnixDiskFull or WindowsDiskFull or WindowsHandleDiskFull };
}
