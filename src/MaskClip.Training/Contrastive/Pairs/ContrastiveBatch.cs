using MaskClip.Training.Engine;
using MaskClip.Training.Towers;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>The samples of a step as tensors: pictures, every different text once, and which belong together.</summary>
internal sealed class ContrastiveBatch : IDisposable
{
    // Texts of a group are padded to its longest: more groups waste less, fewer fill the kernels better.
    private const int GroupSize = 128;

    private ContrastiveBatch(
        PictureTensors pictures, IReadOnlyList<TextTensors> texts, Tensor tokens, Tensor positives, Tensor? spared, PlaceGroups groups)
    {
        Pictures = pictures;
        Texts = texts;
        Tokens = tokens;
        Positives = positives;
        Spared = spared;
        Groups = groups;
    }

    /// <summary>The pictures.</summary>
    public PictureTensors Pictures { get; }

    /// <summary>The texts in groups, short ones first.</summary>
    public IReadOnlyList<TextTensors> Texts { get; }

    /// <summary>int64: the different tokens of all texts; the groups name them by their places here.</summary>
    public Tensor Tokens { get; }

    /// <summary>fp32 <c>[pictures, texts]</c>: 1 where a text was given to a picture, 0 elsewhere.</summary>
    public Tensor Positives { get; }

    /// <summary>
    /// fp32 <c>[pictures, texts]</c>: <see cref="Logits.Masked"/> where a text is not a negative of a picture, 0
    /// elsewhere; or <see langword="null"/>.
    /// </summary>
    public Tensor? Spared { get; }

    /// <summary>The places of each picture.</summary>
    public PlaceGroups Groups { get; }

    /// <summary>fp32 <c>[pictures, places, classes]</c>: the share of each class in each place; or <see langword="null"/>.</summary>
    public Tensor? Labels { get; private init; }

    /// <summary>Puts samples together.</summary>
    public static ContrastiveBatch Of(IReadOnlyList<PairSample> samples, int side, Device device)
    {
        using var scope = NewDisposeScope();
        CaptionTokens[] texts = [.. samples.SelectMany(sample => sample.Texts).DistinctBy(text => text.Text)
            .OrderBy(text => text.Tokens.Length).ThenBy(text => text.Text, StringComparer.Ordinal)];
        var number = texts.Select((text, index) => (text.Text, index))
            .ToDictionary(one => one.Text, one => one.index, StringComparer.Ordinal);
        var positives = new float[samples.Count * texts.Length];
        for (int i = 0; i < samples.Count; i++)
        {
            foreach (var text in samples[i].Texts) positives[i * texts.Length + number[text.Text]] = 1;
        }

        var covered = samples.Any(sample => sample.WordsOfPart.Count > 0) ? new CoveredTexts([.. texts.Select(text => text.Text)]) : null;
        int[] tokens = [.. texts.SelectMany(text => text.Tokens).Distinct().Order()];
        var row = tokens.Select((token, index) => (token, index)).ToDictionary(one => one.token, one => one.index);
        return new ContrastiveBatch(
            Stack(samples, side, device),
            [
                .. texts.Chunk(GroupSize)
                    .Select(group => TextTensors.Of([.. group.Select(text => Array.ConvertAll(text.Tokens, token => row[token]))], device)),
            ],
            tensor(Array.ConvertAll(tokens, token => (long)token)).to(device).DetachFromDisposeScope(),
            tensor(positives, [samples.Count, texts.Length]).to(device).DetachFromDisposeScope(),
            covered?.Spared([.. samples.Select(sample => sample.Words)], positives) is { } spared ? On(spared, device) : null,
            PlaceGroups.Of(samples, number, device, covered))
        {
            Labels = samples[0].Labels is null
                ? null
                : On(
                    tensor(samples.SelectMany(sample => sample.Labels!).ToArray()).view(samples.Count, samples[0].PartOfPlace.Length, -1),
                    device),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Pictures.Dispose();
        foreach (var group in Texts) group.Dispose();
        Tokens.Dispose();
        Positives.Dispose();
        Spared?.Dispose();
        Groups.Dispose();
        Labels?.Dispose();
    }

    private static PictureTensors Stack(IReadOnlyList<PairSample> samples, int side, Device device)
    {
        int size = samples[0].Pixels.Length;
        var pixels = new float[samples.Count * size];
        for (int i = 0; i < samples.Count; i++) samples[i].Pixels.CopyTo(pixels, i * size);
        if (samples[0].Patches is not { } first)
            return new PictureTensors(On(tensor(pixels, [samples.Count, 3, side, side]), device), null);
        long[] places = [.. samples.SelectMany(sample => sample.Patches!)];
        return new PictureTensors(
            On(tensor(pixels, [samples.Count, first.Length, size / first.Length]), device),
            On(tensor(places, [samples.Count, first.Length]), device));
    }

    private static Tensor On(Tensor value, Device device) => value.to(device).DetachFromDisposeScope();
}
