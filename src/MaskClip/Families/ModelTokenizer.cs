using MaskClip.Model;
using MaskClip.Text;
using MaskClip.Text.SentencePiece;

namespace MaskClip.Families;

/// <summary>Texts to token ids, as a model's text tower reads them.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public sealed class ModelTokenizer : IDisposable
{
    private const int ClipContextLength = 77;

    private readonly Func<string, int[]> tokenize;
    private readonly VisionLanguageModel? model;

    private ModelTokenizer(Func<string, int[]> tokenize, int? contextLength, int padding, VisionLanguageModel? model)
    {
        this.tokenize = tokenize;
        this.model = model;
        ContextLength = contextLength;
        Padding = padding;
    }

    /// <summary>The most tokens of a text, ends included; <see langword="null"/> where nothing is cut.</summary>
    public int? ContextLength { get; }

    /// <summary>The token that fills texts up to the context length.</summary>
    public int Padding { get; }

    /// <summary>CLIP's own tokenizer, with both ends, cut to 77 tokens.</summary>
    public static ModelTokenizer OpenClip() =>
        new(text => ClipTokenizer.Shared.EncodeWithEnds(text, ClipContextLength, out _), ClipContextLength, 0, null);

    /// <summary>Opens a sentencepiece model, whose pieces are given as they are: no ends, nothing cut.</summary>
    /// <param name="path">A <c>.model</c> file.</param>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    public static ModelTokenizer OpenPieces(string path) => new(PieceTokenizer.Open(path).Encode, null, 0, null);

    /// <summary>Opens a model's own tokenizer.</summary>
    /// <param name="source">The model.</param>
    /// <param name="cacheFolder">Where checksums of files are kept.</param>
    /// <exception cref="CheckpointException">The model cannot be read, or has no text tower.</exception>
    public static ModelTokenizer Open(ModelSource source, string cacheFolder)
    {
        ArgumentNullException.ThrowIfNull(source);
        var model = ModelFamilies.Open(source, OpeningOptions.Of(new SegmenterOptions { CacheFolder = cacheFolder }));
        try
        {
            var texts = model.Texts;
            return new(text => texts.Tokenize(text, out _), texts.ContextLength, texts.Padding, model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Token ids of a text.</summary>
    /// <param name="text">A text as people write it.</param>
    /// <returns>The ids, ends included, cut to <see cref="ContextLength"/>, without padding.</returns>
    /// <exception cref="CheckpointException">The model has no tokenizer beside it.</exception>
    public int[] Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return tokenize(text);
    }

    /// <summary>Closes the model, where one is open.</summary>
    public void Dispose() => model?.Dispose();
}
