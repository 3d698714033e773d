using System.CommandLine;
using MaskClip.CommandLine.Settings;
using MaskClip.CommandLine.Terminal;

namespace MaskClip.CommandLine.Commands;

/// <summary>The options that say which model is used and how, shared by the verbs that load one.</summary>
public sealed class ModelOptions
{
    private readonly Option<string?> model = new("--model", "-m")
    {
        Description = "Model name (ViT-B-16, ...; 'maskclip models list'), hf:ORG/NAME (pulled from the Hugging Face hub if it is not " +
            "here), or a path. Default: MASKCLIP_MODEL, a pulled ViT-B-16, photo, world-clip.",
        HelpName = "name",
    };
    private readonly WeightsOption weights;
    private readonly Option<string?> method = new("--method")
    {
        Description = $"What the last block does: {string.Join(", ", Segmenter.Methods)}; with settings as in naclip:sigma=7 ('maskclip " +
            $"methods' explains). Default: by model, maskclip for CLIP.",
        HelpName = "name",
    };
    private readonly Option<string> compat = new("--compat")
    {
        Description = "clip: what the weights were trained with; released: what the published code does.",
        DefaultValueFactory = _ => "clip",
    };
    private readonly Option<string?> activation = new("--activation")
    {
        Description = "The MLPs' activation, where the model's configuration is wrong or missing: quick-gelu, gelu or tanh-gelu.",
    };
    private readonly Option<int?> outputStride = new("--output-stride")
    {
        Description = "Input pixels per cell of a ResNet: 32, 16 or 8.",
        HelpName = "n",
    };
    private readonly Option<int> threads = new("--threads")
    {
        Description = "Threads of the engine for a photo. Default: one per core; with many photos fewer, and several photos side by side.",
        HelpName = "n",
    };
    private readonly Option<string> precision = new("--precision")
    {
        Description = "fp32, or int8: faster and smaller; layers that lose too much accuracy stay in fp32.",
        DefaultValueFactory = _ => "fp32",
        HelpName = "fp32|int8",
    };
    private readonly Option<string> device = new("--device")
    {
        Description = "Where the engine computes: cpu, cuda[:n], directml[:n], coreml, or plugin:PATH[#n] (a library with an execution " +
            "provider).",
        DefaultValueFactory = _ => "cpu",
    };

    private readonly Option<double?> maxMemory = new("--max-memory")
    {
        Description = "GiB that embedding one photo may take, by estimate; a photo that needs more is refused by itself. Default: 4.",
        HelpName = "GiB",
    };

    private readonly Option<double?> maxTime = new("--max-time")
    {
        Description = "Seconds that one photo of many may take; a photo that takes longer fails by itself. Default: 3600.",
        HelpName = "seconds",
    };

    /// <summary>Creates the options.</summary>
    public ModelOptions()
    {
        weights = new(model);
        method.CompletionSources.Add([.. Segmenter.Methods]);
    }

    /// <summary>Which model.</summary>
    public IEnumerable<Option> Choice => [model, weights];

    /// <summary>How its image tower runs.</summary>
    public IEnumerable<Option> Tower => [.. TowerOfModel, device, threads, maxMemory, maxTime];

    /// <summary>Where the engine computes: one of <see cref="Tower"/>, for verbs whose --device means something else.</summary>
    public Option Device => device;

    /// <summary>The part of <see cref="Tower"/> that only a CLIP model has.</summary>
    public IEnumerable<Option> TowerOfModel => [method, compat, activation, outputStride, precision];

    /// <summary>
    /// The model that the options name, and what it is called. One named by its address on the hub is pulled unless it is here.
    /// </summary>
    /// <exception cref="UsageException">Two models are named, or there is no such file.</exception>
    public ModelSource Source(ParseResult result, CliHost host, CancellationToken cancellationToken = default)
    {
        if (result.GetValue(weights) is { } path)
        {
            return result.IsGiven(model)
                ? throw new UsageException(
                    $"--model is '{result.GetValue(model)}' and --weights is '{path}': both name the model. Leave one of them out.")
                : Source(Path.Combine(host.Folder, path));
        }

        ModelPull.Bring(host, result.GetValue(model), result.GetValue(Verb.Quiet), cancellationToken);
        return host.Models.Resolve(result.GetValue(model));
    }

    /// <summary>The model that the options name, or the one for these pictures; says what it is where nobody asked for it.</summary>
    /// <param name="result">What was given.</param>
    /// <param name="host">The world around.</param>
    /// <param name="inputs">Files, folders and patterns that the pictures come from; none where the tool draws them itself.</param>
    /// <param name="cancellationToken">Stops a pull.</param>
    public ModelSource Source(ParseResult result, CliHost host, IReadOnlyList<string> inputs, CancellationToken cancellationToken = default)
    {
        var source = Source(result, host, cancellationToken);
        if (result.GetValue(weights) is null && string.IsNullOrWhiteSpace(result.GetValue(model)))
            source = ModelNote.Choose(host, source, inputs);
        ModelNote.Say(host, source, result.GetValue(Verb.Quiet), inputs);
        return source;
    }

    /// <summary>The method that is asked for, if one is.</summary>
    public string? Method(ParseResult result) => result.GetValue(method);

    /// <summary>The library's options, as far as they are about the tower.</summary>
    /// <param name="result">What was given.</param>
    /// <param name="host">The world around.</param>
    /// <param name="start">What holds where nothing was given; <see langword="null"/> takes the defaults.</param>
    public SegmenterOptions Read(ParseResult result, CliHost host, SegmenterOptions? start = null) => (start ??= new()) with
    {
        Photos = start.Photos with
        {
            Method = Method(result) ?? start.Photos.Method,
            OutputStride = result.Or(outputStride, start.Photos.OutputStride),
        },
        Compatibility = result.Or(compat, start.Compatibility, text => text.ToLowerInvariant() switch
        {
            "clip" => Compatibility.Clip,
            "released" => Compatibility.Released,
            var other => throw new UsageException($"--compat is '{other}'; clip and released are allowed."),
        }),
        Activation = result.GetValue(activation)?.ToLowerInvariant().Replace("_", "-") switch
        {
            null => null,
            "quick-gelu" or "quickgelu" => Activation.QuickGelu,
            "gelu" => Activation.Gelu,
            "tanh-gelu" => Activation.TanhGelu,
            var other => throw new UsageException($"--activation is '{other}'; quick-gelu, gelu and tanh-gelu are allowed."),
        },
        Precision = result.Or(precision, start.Precision, text => text.ToLowerInvariant() switch
        {
            "fp32" => Precision.Float32,
            "int8" => Precision.Int8,
            var other => throw new UsageException($"--precision is '{other}'; fp32 and int8 are allowed."),
        }),
        Device = result.Or(device, start.Device),
        Threads = result.GetValue(threads),
        MaxPhotoMemory = result.GetValue(maxMemory) is { } gibibytes ? ReadMemory(gibibytes) : start.MaxPhotoMemory,
        MaxPhotoTime = result.GetValue(maxTime) is { } seconds ? ReadTime(seconds) : start.MaxPhotoTime,
        CacheFolder = host.CacheFolder,
        Logger = new StderrLogger(host.Error, result.GetValue(Verb.Verbose)),
    };

    private static long ReadMemory(double gibibytes) => gibibytes is >= 0.001 and <= 1 << 20
        ? (long)(gibibytes * (1L << 30))
        : throw new UsageException($"--max-memory is {gibibytes}; 0.001 to {1 << 20} GiB are allowed.");

    private static TimeSpan ReadTime(double seconds) => seconds is >= 0.001 and <= 1e6
        ? TimeSpan.FromSeconds(seconds)
        : throw new UsageException($"--max-time is {seconds}; 0.001 to 1000000 seconds are allowed.");

    private static ModelSource Source(string path) => Path.Exists(path)
        ? new ModelSource(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), Path.GetFullPath(path), "given by --weights")
        : throw new FileNotFoundException($"--weights is '{path}'; there is no such file or folder.");
}
