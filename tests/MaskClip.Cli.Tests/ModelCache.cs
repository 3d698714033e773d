namespace MaskClip.Cli.Tests;

/// <summary>One MASKCLIP_HOME for the tests of a class, so that world-clip's graphs are built once.</summary>
public sealed class ModelCache : IDisposable
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("maskclip-home-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
