namespace MaskClip.Cli.Tests;

/// <summary>One MASKCLIP_HOME for the tests of a class, so that the embedded model's graphs are built once.</summary>
public sealed class ModelCache : IDisposable
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("maskclip-home-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
