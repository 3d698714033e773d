namespace MaskClip.Labelling.Shards;

/// <summary>A shard's file is cut off or altered.</summary>
public sealed class DamagedShardException : IOException
{
    /// <summary>Creates the error.</summary>
    /// <param name="path">The file.</param>
    /// <param name="error">What is wrong with it.</param>
    public DamagedShardException(string path, string error)
        : base($"'{path}' {error}. Run the job again: the shard is set aside, and its photos are labeled anew.") => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
