using MaskClip.Graph;
using MaskClip.Quantization;
using MaskClip.Storage;
using MaskClip.Towers;
using Microsoft.Extensions.Logging;

namespace MaskClip.Model;

/// <summary>The graphs of a model's towers: built once, then found in the cache.</summary>
internal abstract partial class VisionLanguageModel
{
    // Part of the names of image towers' graphs; goes up when they are emitted otherwise, so that none of an older library is taken from
    // the cache.
    private const string ImageGraphs = "4";

    /// <summary>Path of a dense graph.</summary>
    /// <param name="last">The method.</param>
    /// <param name="key">Whether keys are wanted too.</param>
    /// <param name="outputStride">Input pixels per cell.</param>
    /// <param name="loading">Who waits for it.</param>
    /// <param name="headByHead">Whether a transformer's blocks may attend head by head; see
    /// <see cref="VisionTransformerConfig.HeadByHead"/>.</param>
    public string ImageGraph(LastBlock last, bool key, int outputStride, Loading loading = default, bool headByHead = true)
    {
        CheckMethod(last);
        ImageLayers(loading);
        loading.Report(LoadStage.OpenImageTower);
        var stride = ImageConfig.HasOutputStride ? $"-s{outputStride}" : "";
        return ImageGraph(
            $"{last.Id}-{{0}}{(key ? "-key" : "")}{stride}{(headByHead ? "" : "-all-heads")}",
            weights => EmitDense(weights, ImageRanges, last, key, outputStride, headByHead));
    }

    /// <summary>Path of the graph of a whole photo's embedding.</summary>
    public string GlobalGraph() => ImageGraph("global-{0}", weights => EmitGlobal(weights, ImageRanges));

    /// <summary>Path of the text tower's graph for whole texts; <see langword="null"/> when the model has no text tower.</summary>
    public abstract string? WholeTextGraph();

    /// <summary>The choice of layers for int8 that comes with the model, if one does.</summary>
    protected virtual LayerChoice? OwnImageLayers() => null;

    /// <summary>Emits the image tower with a method's last block.</summary>
    internal abstract OnnxGraph EmitDense(
        WeightFile weights,
        IReadOnlyDictionary<string, ValueRange> ranges,
        LastBlock last,
        bool key,
        int outputStride,
        bool headByHead);

    /// <summary>Emits the embedding of a whole photo.</summary>
    internal abstract OnnxGraph EmitGlobal(WeightFile weights, IReadOnlyDictionary<string, ValueRange> ranges);

    /// <summary>
    /// Emits the convolutions with their maps' measures as the only output, and what reads it; <see langword="null"/> for transformers.
    /// </summary>
    internal abstract (OnnxGraph Graph, MeasuredConvolutions Measured)? EmitMeasures(WeightFile weights);

    /// <summary>Lays out the image tower's weights.</summary>
    internal abstract void AddImageWeights(WeightFile weights, Func<string, LayerForm>? formOf, MapMeasures? measures);

    /// <summary>Path of an image graph, emitted when it is not there.</summary>
    /// <param name="name">Its name, with <c>{0}</c> for the version of emission.</param>
    /// <param name="emit">Emits it.</param>
    protected string ImageGraph(string name, Func<WeightFile, OnnxGraph> emit)
    {
        var choice = ImageLayers();
        name = $"image-{string.Format(System.Globalization.CultureInfo.InvariantCulture, name, ImageGraphs)}";
        return TowerGraph(graphs, "image", name, choice, (weights, forms) => AddImageWeights(weights, forms, choice?.Measures), emit);
    }

    /// <summary>Path of a text graph, emitted when it is not there.</summary>
    protected string TextGraph(
        string name, LayerChoice? choice, Action<WeightFile, Func<string, LayerForm>?> add, Func<WeightFile, OnnxGraph> emit) =>
        TowerGraph(textGraphs, "text", name, choice, add, emit);

    /// <summary>A choice of layers from the cache, or made now.</summary>
    protected LayerChoice Chosen(string tower, Func<LayerChoice> choose) => LayerChoice.Read(graphs.GetOrBuild(ChoiceName(tower), stream =>
    {
        options.Logger.LogInformation("Choosing the {Tower} tower's layers for int8; this is done once for a model.", tower);
        choose().Write(stream);
    }));

    private string TowerGraph(
        VerifiedCache cache,
        string tower,
        string name,
        LayerChoice? choice,
        Action<WeightFile, Func<string, LayerForm>?> add,
        Func<WeightFile, OnnxGraph> emit)
    {
        var id = Id(choice);
        // Where both files are there, the checkpoint's tensors are not even looked at.
        var weights = new Lazy<WeightFile>(() =>
        {
            var file = new WeightFile($"{tower}{id}.weights");
            add(file, choice is null ? null : choice.FormOf);
            return file;
        });
        cache.GetOrBuild($"{tower}{id}.weights", stream => weights.Value.Write(stream));
        return cache.GetOrBuild($"{name}-{Variant}{id}.onnx", stream => emit(weights.Value).Write(stream));
    }

    private static string Id(LayerChoice? choice) => choice is null ? "" : $"-{choice.Id}";

    // The activation and epsilon decide too what a layer sees.
    // 2: convolutions are layers too, and the file has ranges
    private string ChoiceName(string tower) => $"{tower}-{Variant}-2.layers.json";
}
