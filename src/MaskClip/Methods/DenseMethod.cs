namespace MaskClip.Dense;

/// <summary>A published way of getting dense features from CLIP: its last block, where it comes from, and what it reached.</summary>
/// <remarks>One file in <c>Methods/Published</c> each; docs/adding-a-method.md shows how.</remarks>
internal sealed record DenseMethod
{
    /// <summary>What is computed. Its name is the method's.</summary>
    public required LastBlock Block { get; init; }

    /// <summary>What it changes in CLIP, in one line.</summary>
    public required string Change { get; init; }

    /// <summary>Where it was published.</summary>
    public required MethodPaper Paper { get; init; }

    /// <summary>The method's own settings; <see cref="MethodOption.Positions"/> is there in all.</summary>
    public IReadOnlyList<MethodOption> Options { get; init; } = [];

    /// <summary>Published mean IoU.</summary>
    public IReadOnlyList<MethodFigures> Figures { get; init; } = [];

    /// <summary>What its authors evaluate it with.</summary>
    public required string Recommended { get; init; }

    /// <summary>The method's name as users write it.</summary>
    public string Name => Block.Name;

    /// <summary>All settings that may follow the name.</summary>
    public IEnumerable<MethodOption> AllOptions => [.. Options, MethodOption.Positions];

    /// <summary>The image towers it has a meaning for.</summary>
    public string Towers => string.Join(", ", new[] { "ViT", Block.Pooling is null ? null : "ResNet", Block.Mixing is null ? null : "plain ResNet" }.Where(tower => tower is not null));

    /// <summary>The method's block with settings <c>name=value,name=value</c>.</summary>
    /// <exception cref="OptionsException">There is no such setting, or a value is not allowed.</exception>
    public LastBlock With(string settings)
    {
        var block = Block;
        foreach (var setting in settings.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (name, value) = setting.IndexOf('=') is >= 0 and var at ? (setting[..at].TrimEnd(), setting[(at + 1)..].TrimStart()) : (setting, "on");
            var option = AllOptions.FirstOrDefault(option => option.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new OptionsException(
                    $"'{Name}' has no setting '{name}'; it has: {string.Join(", ", AllOptions.Select(known => $"{known.Name} ({known.Values})"))}.");
            block = option.Apply(block, value);
        }

        return block;
    }
}
