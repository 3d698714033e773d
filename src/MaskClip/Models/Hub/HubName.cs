using System.Text.RegularExpressions;

namespace MaskClip.Models.Hub;

/// <summary>A model on the Hugging Face hub: <c>hf:ORG/NAME</c>, or <c>hf:ORG/NAME@REVISION</c>.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Organization">Who publishes it.</param>
/// <param name="Name">The repository.</param>
/// <param name="Revision">A branch, a tag or a commit.</param>
public sealed partial record HubName(string Organization, string Name, string Revision)
{
    /// <summary>What such a name begins with.</summary>
    public const string Prefix = "hf:";

    /// <summary>The revision where none is named.</summary>
    public const string DefaultRevision = "main";

    /// <summary>As the hub's addresses have it.</summary>
    public string Repository => $"{Organization}/{Name}";

    /// <summary>The repository's folder in a cache of Hugging Face's layout.</summary>
    internal string FolderName => $"models--{Organization}--{Name}";

    /// <summary>Whether the revision is a commit, which stays what it is.</summary>
    internal bool IsCommit => IsHash(Revision);

    /// <summary>Whether a text is meant as such a name.</summary>
    public static bool IsOne(string text) => text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text is a commit's hash.</summary>
    internal static bool IsHash(string text) => Hash().IsMatch(text);

    /// <summary>Reads a name.</summary>
    /// <exception cref="OptionsException">It is not such a name.</exception>
    public static HubName Parse(string text)
    {
        var rest = text[Prefix.Length..];
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        var (repository, revision) = at < 0 ? (rest, DefaultRevision) : (rest[..at], rest[(at + 1)..]);
        var parts = repository.Split('/');
        if (parts.Length == 2 && parts.All(IsPart) && IsRevision(revision)) return new HubName(parts[0], parts[1], revision);
        throw new OptionsException(
            $"'{Storage.Printable.Of(text)}' is not the name of a model on the hub. Expected {Prefix}ORGANIZATION/NAME, " +
            $"or {Prefix}ORGANIZATION/NAME@REVISION with a branch, a tag or a commit; for example " +
            $"{Prefix}laion/CLIP-ViT-B-16-laion2B-s34B-b88K.");
    }

    /// <inheritdoc/>
    public override string ToString() => Revision == DefaultRevision ? $"{Prefix}{Repository}" : $"{Prefix}{Repository}@{Revision}";

    // huggingface_hub's validate_repo_id: letters, digits, - _ . inside, no -- and no .. (the first would make folder names ambiguous).
    private static bool IsPart(string text) =>
        Part().IsMatch(text) && !text.Contains("--", StringComparison.Ordinal) && !text.Contains("..", StringComparison.Ordinal);

    // It becomes a path below refs/: no way up, no hidden or empty folder.
    private static bool IsRevision(string text) =>
        text.Length <= 200 && text.Split('/').All(part => RevisionPart().IsMatch(part) && !part.Contains("..", StringComparison.Ordinal));

    [GeneratedRegex(@"\A[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?\z")]
    private static partial Regex Part();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._+-]*\z")]
    private static partial Regex RevisionPart();

    [GeneratedRegex(@"\A[0-9a-f]{40}\z")]
    private static partial Regex Hash();
}
