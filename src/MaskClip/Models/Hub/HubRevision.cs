namespace MaskClip.Models.Hub;

/// <summary>What the hub says about one revision of a repository.</summary>
/// <param name="Commit">The commit that it stands for at this moment.</param>
/// <param name="License">The license by its card; <see langword="null"/> where it has none.</param>
/// <param name="Files">All its files.</param>
internal sealed record HubRevision(string Commit, string? License, IReadOnlyList<HubFile> Files);
