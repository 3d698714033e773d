using MaskClip.Clip;
using MaskClip.Imaging;
using MaskClip.Training.Augmentation;
using MaskClip.Training.Photos;

namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>Makes the samples of a run. A sample depends on its number and the run's options only, so several threads can make them in any order.</summary>
internal sealed class PairSampler
{
    private const long PartsOfRun = 1L << 36; // numbers of an endless source's pairs that only collages use begin here

    private readonly IPairSource source;
    private readonly PairOptions options;
    private readonly int seed;
    private readonly PhotoOrder? order;
    private readonly PictureCutter cutter;
    private readonly CaptionReader captions;

    /// <summary>Creates the sampler.</summary>
    public PairSampler(IPairSource source, ClipConfig config, PairOptions options, int seed)
    {
        this.source = source;
        this.options = options;
        this.seed = seed;
        if (source.Count is { } count) order = new PhotoOrder(count, seed);
        cutter = new PictureCutter(config, options);
        captions = new CaptionReader(options, config.Text!.ContextLength, config.Text.VocabularySize);
    }

    /// <summary>Makes a sample.</summary>
    /// <param name="number">Its number, from 0 through all steps.</param>
    /// <param name="cancellationToken">Stops before a picture is read.</param>
    public PairSample Make(long number, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var random = new SampleRandom(seed, number, 0);
        var texts = new List<CaptionTokens>();
        var parts = new List<int>();
        var words = new List<IReadOnlySet<string>>();
        double kind = random.Next();
        int across = kind < options.Collages ? 2 : kind < options.Collages + options.Mosaics ? 4 : 1;
        var square = across > 1 ? Collage(number, across, texts, parts, words, random)
            : Single(number, kind < options.Collages + options.Mosaics + options.Small ? 2 : 1, options.Captions, texts, words, random);
        if (across == 1) parts.AddRange(Enumerable.Repeat(0, texts.Count));
        var (pixels, patches) = cutter.Tensor(square, random);
        return new PairSample(pixels, patches, cutter.PartsOf(patches, across), texts, parts) { WordsOfPart = words };
    }

    private RgbImage Single(long number, int part, int count, List<CaptionTokens> texts, List<IReadOnlySet<string>> words, SampleRandom random)
    {
        var pair = source.Load(order?[number] ?? number, part);
        CaptionTokens[] chosen = [.. captions.Choose(pair.Captions, count, random)];
        texts.AddRange(chosen);
        if (options.SpareCovered) words.Add(pair.Captions.SelectMany(ContentWords.Of).ToHashSet(StringComparer.Ordinal));
        return cutter.Square(pair.Picture, cutter.Side / part, !CaptionReader.TellsSides(chosen.Select(text => text.Text)), random);
    }

    private RgbImage Collage(long number, int across, List<CaptionTokens> texts, List<int> parts, List<IReadOnlySet<string>> words, SampleRandom random)
    {
        int count = across * across, own = cutter.Side / across, side = across * own, stride = 3 * side;
        var pixels = new byte[stride * side];
        for (int part = 0; part < count; part++)
        {
            long other = part == 0 ? number : source.Count is { } all ? random.Below(all) : across / 2 * PartsOfRun + count * number + part;
            var picture = Single(other, across, Math.Max(1, options.Captions / count), texts, words, random);
            parts.AddRange(Enumerable.Repeat(part, texts.Count - parts.Count));
            for (int y = 0; y < own; y++)
            {
                picture.Pixels.Slice(3 * y * own, 3 * own).CopyTo(pixels.AsSpan((part / across * own + y) * stride + part % across * 3 * own));
            }
        }

        return new RgbImage(side, side, pixels).Resize(cutter.Side, cutter.Side);
    }
}
