using MaskClip.Towers;

namespace MaskClip;

/// <summary>A way of getting dense features from CLIP: what its last block computes, where that comes from, and what it reached.</summary>
/// <remarks>
/// <see cref="DenseMethods.Register"/> makes one of your own known; docs/adding-a-method.md shows how. Immutable: safe to share between
/// threads, as long as its options' functions are.
/// </remarks>
public sealed record DenseMethod
{
    private const int MaxNameLength = 64;
    private const string AllowedNames = "up to 64 letters, digits, '-', '_' and '.' are allowed, a letter first";

    /// <summary>What is computed. Its name is the method's.</summary>
    public required LastBlock Block { get; init; }

    /// <summary>What it changes in CLIP, in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>Where it was published.</summary>
    /// <value>The default value is <see langword="null"/>: nowhere.</value>
    public MethodPaper? Paper { get; init; }

    /// <summary>The method's own settings, which may follow its name; <see cref="MethodOption.Positions"/> is there in all.</summary>
    public IReadOnlyList<MethodOption> Options { get; init => field = Copied(value); } = [];

    /// <summary>Published results.</summary>
    public IReadOnlyList<PublishedResults> Published { get; init => field = Copied(value); } = [];

    /// <summary>What its authors evaluate it with: photo size, windows, logit scale.</summary>
    /// <value>The default value is <see langword="null"/>: nothing in particular.</value>
    public string? Recommended { get; init; }

    /// <summary>The method's name as users write it.</summary>
    public string Name => Block.Name;

    /// <summary>All settings that may follow the name.</summary>
    public IEnumerable<MethodOption> AllOptions => [.. Options, MethodOption.Positions];

    /// <summary>The image towers of CLIP that it has a meaning for, for people: <c>ViT, ResNet</c>.</summary>
    public string Towers => string.Join(
        ", ", new[] { "ViT", Block.Pooling is null ? null : "ResNet", Block.Mixing is null ? null : "plain ResNet" }
            .Where(tower => tower is not null));

    /// <summary>The image towers of CLIP and of other families that it has a meaning for, for people.</summary>
    public string AllTowers =>
        string.Join(
            ", ",
            new[] { Towers, Block.IsLastBlocksOwn ? "TIPS" : null, Block.HasPoolingHead ? "SigLIP" : null }
                .Where(tower => tower is not null));

    /// <summary>The image towers that it has no meaning for, and why; empty when there are none.</summary>
    public string WithoutMeaning => string.Join("; ", new[]
    {
        Block.Pooling is null ? "CLIP's ResNets (they have one pooling attention in place of blocks)" : null,
        Block.Mixing is null ? "plain ResNets, as photo's (they have no attention)" : null,
        Block.IsLastBlocksOwn ? null : "TIPS (it reads CLIP's earlier blocks or its class token)",
        Block.HasPoolingHead ? null : "SigLIP (one pooling attention in place of a last block)",
    }.Where(tower => tower is not null));

    /// <summary>
    /// Whether both compute and say the same. Options are compared by what they say and by the value that they show of the block.
    /// </summary>
    /// <param name="other">The other.</param>
    public bool Equals(DenseMethod? other) => other is not null
        && Block.Equals(other.Block)
        && (Summary, Paper, Recommended) == (other.Summary, other.Paper, other.Recommended)
        && Shown(this).SequenceEqual(Shown(other))
        && Published.SequenceEqual(other.Published);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Block, Summary);

    /// <summary>The method's block with settings <c>name=value,name=value</c>.</summary>
    /// <exception cref="OptionsException">There is no such setting, or a value is not allowed.</exception>
    internal LastBlock With(string settings)
    {
        var block = Block;
        foreach (var setting in settings.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (name, value) = setting.IndexOf('=') is >= 0 and var at
                ? (setting[..at].TrimEnd(), setting[(at + 1)..].TrimStart())
                : (setting, "on");
            var option = AllOptions.FirstOrDefault(option => option.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new OptionsException(
                    $"'{Name}' has no setting '{name}'; it has: {string.Join(", ", AllOptions.Select(known =>
                        $"{known.Name} ({known.Values})"))}.");
            block = option.Apply(block, value);
        }

        // An option sets one parameter; what all of them make together is for the block to check.
        List<string> errors = [];
        block.Validate(errors);
        OptionsException.ThrowIfAny($"The settings '{settings}' of the method '{Name}' cannot be used", errors);
        return block;
    }

    /// <summary>Adds what keeps it from being registered.</summary>
    internal void Validate(List<string> errors)
    {
        if (Block is null)
        {
            errors.Add("it has no block");
            return;
        }

        if (!IsName(Block.Name)) errors.Add($"its name is '{Block.Name}'; {AllowedNames}");
        if (string.IsNullOrWhiteSpace(Summary) || Summary.Any(char.IsControl)) errors.Add("its summary is missing or longer than a line");
        Block.Validate(errors);
        if (Published.Any(results => results is null)) errors.Add("a published result is null");
        foreach (var (option, index) in Options.Select((option, index) => (option, index)))
        {
            if (option is null) errors.Add($"its option {index + 1} is null");
            else ValidateOption(option, index, errors);
        }
    }

    private void ValidateOption(MethodOption option, int index, List<string> errors)
    {
        if (!IsName(option.Name)) errors.Add($"its option {index + 1} is named '{option.Name}'; {AllowedNames}");
        var others = Options.Take(index).Append(MethodOption.Positions).Select(other => other?.Name);
        if (others.Contains(option.Name, StringComparer.OrdinalIgnoreCase))
        {
            errors.Add($"it has two options named '{option.Name}'");
        }

        try
        {
            var shown = option.Show(Block);
            var again = option.Apply(Block, shown);
            if (again is null || again.Id != Block.Id)
                errors.Add($"its option '{option.Name}' shows '{shown}' and does not take that back");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            errors.Add($"its option '{option.Name}' does not go with the block ({error.Message.TrimEnd('.')})");
        }
    }

    private static IEnumerable<(string Name, string Summary, string Values, string Shown)> Shown(DenseMethod method) =>
        method.Options.Select(option => (option.Name, option.Summary, option.Values, option.Show(method.Block)));

    // Whoever gave the list may go on to change it.
    private static IReadOnlyList<T> Copied<T>(IReadOnlyList<T> list) => [.. list ?? throw new ArgumentNullException(nameof(list))];

    private static bool IsName(string? name) => name is { Length: >= 1 and <= MaxNameLength }
        && char.IsAsciiLetter(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
