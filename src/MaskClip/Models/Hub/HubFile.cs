namespace MaskClip.Models.Hub;

/// <summary>A file of a repository, as the hub lists it.</summary>
/// <param name="Path">Its path there.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Checksum">SHA-256 of what is stored as a large file, git's own name for the others.</param>
internal sealed record HubFile(string Path, long Size, FileChecksum Checksum);
