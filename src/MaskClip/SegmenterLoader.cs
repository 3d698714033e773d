using MaskClip.Families;
using MaskClip.Model;
using MaskClip.Models;

namespace MaskClip;

/// <summary>Loads models that were already chosen: by <see cref="ModelStore.Resolve"/>, or by a path.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class SegmenterLoader
{
    /// <summary>Loads a model that was already chosen.</summary>
    /// <param name="source">The model.</param>
    /// <param name="options">How it is loaded; copied.</param>
    /// <returns>The segmenter, which the caller disposes.</returns>
    /// <exception cref="OptionsException">An option is out of range, or has no meaning for the model.</exception>
    /// <exception cref="CheckpointException">The checkpoint cannot be read.</exception>
    public static Segmenter Load(ModelSource source, SegmenterOptions options) => Load(source, options, only: null, begin: null);

    /// <summary>Loads a model for one way to segment: keys are computed if it needs them.</summary>
    /// <param name="source">The model.</param>
    /// <param name="options">How it is loaded; copied.</param>
    /// <param name="only">The only options it will segment with.</param>
    /// <inheritdoc cref="Load(ModelSource, SegmenterOptions)" path="/returns|/exception"/>
    public static Segmenter Load(ModelSource source, SegmenterOptions options, SegmentationOptions only) =>
        Load(source, options, only, begin: null);

    /// <summary>Loads a model that was already chosen.</summary>
    /// <param name="source">The model.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="only">The only options it will segment with, where they are known: keys are computed if these need them.</param>
    /// <param name="begin">Is given what embeds names before the image tower is opened.</param>
    /// <param name="loading">Who waits for it.</param>
    internal static Segmenter Load(
        ModelSource source,
        SegmenterOptions options,
        SegmentationOptions? only = null,
        Action<NameEmbeddings>? begin = null,
        Loading loading = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        loading.Report(LoadStage.ReadCheckpoint);
        var model = ModelFamilies.Open(source, OpeningOptions.Of(options));
        try
        {
            options = model.Defaults.Complete(options, only);
            var texts = new TextEmbedders(model, source, options.Logger);
            begin?.Invoke(texts.Get(options.Texts));
            return new Segmenter(model, source, options, texts, loading);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Loads a model for one vocabulary: names are embedded while the image tower is opened.</summary>
    /// <param name="source">The model.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="only">The only options it will segment with.</param>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <returns>The segmenter, which the caller disposes, and the embedded names.</returns>
    /// <inheritdoc cref="Load(ModelSource, SegmenterOptions)" path="/exception"/>
    public static (Segmenter Segmenter, TextClassifier Classifier) Load(
        ModelSource source, SegmenterOptions options, SegmentationOptions only, Vocabulary vocabulary, CancellationToken cancellationToken)
    {
        Task<TextClassifier>? embedding = null;
        var segmenter = Load(
            source,
            options,
            only,
            names => embedding = options.Threads == 1
                ? Task.FromResult(names.Embed(vocabulary, cancellationToken))
                : Task.Run(() => names.Embed(vocabulary, cancellationToken), CancellationToken.None),
            new Loading(Cancellation: cancellationToken));
        try
        {
            return (segmenter, embedding!.GetAwaiter().GetResult());
        }
        catch
        {
            segmenter.Dispose();
            throw;
        }
    }
}
