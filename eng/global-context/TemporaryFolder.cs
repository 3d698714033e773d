/// <summary>A folder that goes with the program.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("global-context").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
