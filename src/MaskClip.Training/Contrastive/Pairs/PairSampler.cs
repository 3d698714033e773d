
using MaskClip.Towers;
using MaskClip.Training.Augmentation;
using MaskClip.Training.Contrastive.SelfTraining;
using MaskClip.Training.Photos;

namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>
/// Makes the samples of a run. A sample depends on its number and the run's options only, so several threads can make them in any order.
/// </summary>
internal sealed class PairSampler
{
    private const long PartsOfRun = 1L << 36; // numbers of an endless source's pairs that only collages use begin here

    private readonly IPairSource source;
    private readonly PairOptions options;
    private readonly int seed;
    private readonly PhotoOrder? order;
    private readonly PictureCutter cutter;
    private readonly CaptionReader captions;
    private readonly PlaceTeacher? teacher;

    /// <summary>Creates the sampler.</summary>
    /// <param name="source">The pairs.</param>
    /// <param name="config">The network.</param>
    /// <param name="options">How pairs become samples.</param>
    /// <param name="seed">Of all random numbers.</param>
    /// <param name="teacher">Labels places; <see langword="null"/> where they are not.</param>
    public PairSampler(IPairSource source, ClipConfig config, PairOptions options, int seed, PlaceTeacher? teacher = null)
    {
        this.source = source;
        this.options = options;
        this.seed = seed;
        this.teacher = teacher;
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
        var said = new Said([], [], [], []);
        double kind = random.Next();
        int across = kind < options.Collages ? 2 : kind < options.Collages + options.Mosaics ? 4 : 1;
        var square = across > 1 ? Collage(number, across, said, random)
            : Single(number, kind < options.Collages + options.Mosaics + options.Small ? 2 : 1, options.Captions, 0, said, random);
        var (pixels, patches) = cutter.Tensor(square, random);
        return new PairSample(pixels, patches, cutter.PartsOf(patches, across), said.Texts, said.Parts)
        {
            WordsOfPart = said.Words,
            Labels = teacher is null ? null : cutter.Seen(teacher.Label(square, said.Captions, cutter.Cell), patches),
        };
    }

    private RgbImage Single(long number, int part, int count, int own, Said said, SampleRandom random)
    {
        var pair = source.Load(order?[number] ?? number, part);
        CaptionTokens[] chosen = [.. captions.Choose(pair.Captions, count, random)];
        said.Texts.AddRange(chosen);
        said.Parts.AddRange(Enumerable.Repeat(own, chosen.Length));
        said.Captions.AddRange(pair.Captions);
        if (options.SpareCovered) said.Words.Add(pair.Captions.SelectMany(ContentWords.Of).ToHashSet(StringComparer.Ordinal));
        return cutter.Square(pair.Picture, cutter.Side / part, !CaptionReader.TellsSides(chosen.Select(text => text.Text)), random);
    }

    private RgbImage Collage(long number, int across, Said said, SampleRandom random)
    {
        int count = across * across, own = cutter.Side / across, side = across * own, stride = 3 * side;
        var pixels = new byte[stride * side];
        for (int part = 0; part < count; part++)
        {
            long other = part == 0 ? number : source.Count is { } all ? random.Below(all) : across / 2 * PartsOfRun + count * number + part;
            var picture = Single(other, across, Math.Max(1, options.Captions / count), part, said, random);
            for (int y = 0; y < own; y++)
            {
                picture.Pixels.Slice(3 * y * own, 3 * own)
                    .CopyTo(pixels.AsSpan((part / across * own + y) * stride + part % across * 3 * own));
            }
        }

        return new RgbImage(side, side, pixels).Resize(cutter.Side, cutter.Side);
    }

    /// <summary>What is said of a sample's pictures.</summary>
    /// <param name="Texts">The captions that were chosen.</param>
    /// <param name="Parts">Which picture each is about.</param>
    /// <param name="Words">All that is said of each picture.</param>
    /// <param name="Captions">All captions, chosen or not.</param>
    private sealed record Said(List<CaptionTokens> Texts, List<int> Parts, List<IReadOnlySet<string>> Words, List<string> Captions);
}
