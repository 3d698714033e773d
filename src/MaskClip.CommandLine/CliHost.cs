namespace MaskClip.CommandLine;

/// <summary>The world around a command: streams and environment. Tests bring their own.</summary>
public sealed record CliHost
{
    /// <summary>The command's name, for help, messages and the name of its configuration file.</summary>
    public string Program { get; init; } = "maskclip";

    /// <summary>Results: only what was asked for as output.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Progress, tables, warnings, errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens standard input.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Environment variables.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The folder that relative paths start from, and in which the configuration file is looked for.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal that can be drawn on.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Where models, graphs and text embeddings are kept.</summary>
    public string CacheFolder => Storage.CacheFolder.For(Environment);

    /// <summary>The models that can be named.</summary>
    public ModelStore Models => new(
        Path.Combine(CacheFolder, "models"),
        new MaskClip.Models.ModelStoreSurroundings
        {
            Published = Catalogue,
            OnHub = HubCatalogue,
            Environment = Environment,
            Packages = Packages,
        });

    /// <summary>The folder of installed model packages.</summary>
    public string Packages { get; init; } = MaskClip.Models.InstalledModels.DefaultFolder;

    /// <summary>The catalogue of published models.</summary>
    public IReadOnlyList<MaskClip.Models.KnownModel> Catalogue { get; init; } = MaskClip.Models.KnownModels.All;

    /// <summary>The catalogue of models on the hub.</summary>
    public IReadOnlyList<MaskClip.Models.Hub.HubModel> HubCatalogue { get; init; } = MaskClip.Models.Hub.HubModels.All;

    /// <summary>The same world, in which what is written cannot act on a terminal.</summary>
    public CliHost Escaping() => this with
    {
        Output = Output as TerminalWriter ?? new TerminalWriter(Output, "Standard output"),
        Error = Error as TerminalWriter ?? new TerminalWriter(Error, null),
    };

    /// <summary>The process's own world.</summary>
    public static CliHost Console() => new()
    {
        Output = StandardStreams.Output,
        Error = StandardStreams.Error,
        OpenInput = StandardStreams.OpenInput,
        Environment = System.Environment.GetEnvironmentVariable,
        Folder = Directory.GetCurrentDirectory(),
        IsTerminal = StandardStreams.IsTerminal && string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("NO_COLOR")),
    };
}
