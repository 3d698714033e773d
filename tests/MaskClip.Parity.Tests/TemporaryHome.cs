namespace MaskClip.Parity.Tests;

/// <summary>A cache folder for the tests of one class, removed afterwards.</summary>
public sealed class TemporaryHome : IDisposable
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("maskclip-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
