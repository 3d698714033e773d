using System.Diagnostics;
using System.Globalization;
using MaskClip.Families.Bridge;
using MaskClip.Training.Bridge.Features;
using MaskClip.Training.Bridge.Optimization;
using MaskClip.Training.Bridge.SelfTraining;
using MaskClip.Training.Bridge.Words;
using MaskClip.Training.Engine;
using static TorchSharp.torch;

namespace MaskClip.Training.Bridge;

/// <summary>What a run keeps of its photos.</summary>
internal sealed class BridgeFeatures : IDisposable
{
    private readonly BridgeOptions options;
    private readonly BridgeTowers towers;
    private readonly PhotoWords words;
    private readonly IProgress<BridgeProgress>? progress;
    private readonly CancellationToken cancellationToken;
    private readonly BridgePhoto[] photos;
    private readonly string folder;
    private int[] labeled = [];

    /// <summary>Names the files; nothing is made yet.</summary>
    public BridgeFeatures(BridgeOptions options, BridgeTowers towers, PhotoWords words, IProgress<BridgeProgress>? progress,
        CancellationToken cancellationToken)
    {
        this.options = options;
        this.towers = towers;
        this.words = words;
        this.progress = progress;
        this.cancellationToken = cancellationToken;
        folder = options.Features ?? Path.Combine(options.Output, "features");
        photos = [.. options.Photos.SelectMany(source =>
            Enumerable.Range(0, source.Count).Select(number => new BridgePhoto(source.Pairs, number)))];
        Windows = new PhotoShards(folder, "windows", $"1 {towers.ImageHash} {options.Size}", photos, options.ShardPhotos);
    }

    /// <summary>Windows of all photos.</summary>
    public PhotoShards Windows { get; }

    /// <summary>Positions of some photos, where there is self-training.</summary>
    public PhotoShards? Positions { get; private set; }

    /// <summary>Numbers of the photos that have words and could be read.</summary>
    public IReadOnlyList<int> Photos { get; private set; } = [];

    /// <summary>Photos that could not be read.</summary>
    public IReadOnlyList<SkippedPhoto> Skipped => Windows.Skipped;

    /// <summary>What vectors are divided by for training.</summary>
    public double Scale { get; private set; } = 1;

    /// <summary>Length of a vector.</summary>
    public int Channels => towers.Channels;

    /// <summary>Makes what is missing.</summary>
    /// <exception cref="FormatException">Fewer than two photos are left.</exception>
    public void Make()
    {
        Fill(Windows, BridgeWork.Features, null, options.Size, photo =>
            [ShardTensor.Of(PhotoWindows.Name, [PhotoWindows.Vectors, Channels], PhotoWindows.Of(photo))]);
        foreach (var one in Skipped) Say($"{one.Name} is left out: {one.Reason}");
        Photos = [.. Enumerable.Range(0, photos.Length)
            .Where(photo => words.OfPhoto[photo].Length > 0 && Windows.Find(photo, PhotoWindows.Name) is not null)];
        Say(string.Create(CultureInfo.InvariantCulture,
            $"{Photos.Count} photos are learned from, {Skipped.Count} could not be read, {photos.Length - Skipped.Count - Photos.Count} " +
            $"have none of the words"));
        if (Photos.Count < 2) throw new FormatException(
            $"{Photos.Count} photos are left that have one of the words and can be read; 2 or more are needed.");
        Scale = FeatureReader.Scale(Photos.Select(photo => Windows.Find(photo, PhotoWindows.Name)!));
        if (options.SelfTraining.Rounds == 0) return;
        int count = Math.Min(options.SelfTraining.Photos, Photos.Count);
        labeled = [.. Enumerable.Range(0, count).Select(at => Photos[(int)((long)at * Photos.Count / count)])];
        int size = towers.Defaults.Size;
        Positions = new PhotoShards(folder, "positions", $"1 {towers.ImageHash} {size}", [.. labeled.Select(photo => photos[photo])],
            PositionFeatures.ShardPhotos);
        Fill(Positions, BridgeWork.Positions, PositionFeatures.Pooling, size, PositionFeatures.Of);
    }

    /// <summary>Labels the positions of the photos that are kept for it.</summary>
    /// <param name="map">The map that labels.</param>
    /// <param name="names">All names.</param>
    /// <param name="round">The round, for the report.</param>
    public IReadOnlyList<LabeledPositions> Label(BridgeMap map, NameTable names, int round)
    {
        var labeler = new PositionLabeler(names, words);
        var result = new List<LabeledPositions>();
        var clock = Stopwatch.StartNew();
        long own = 0, all = 0;
        for (int at = 0; at < labeled.Length; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Positions!.Find(at, PositionFeatures.Pooled) is not { } pooled) continue;
            int[] labels = labeler.Label(labeled[at], Embed(map, pooled), Positions.Find(at, PositionFeatures.Key)!.ToArray(),
                towers.Defaults.LogitScale);
            result.Add(new LabeledPositions(at, labels));
            own += labels.Count(label => words.OfPhoto[labeled[at]].Contains(label));
            all += labels.Length;
            var remaining = clock.Elapsed / (at + 1) * (labeled.Length - at - 1);
            progress?.Report(new BridgeProgress(BridgeWork.Labels, at + 1, labeled.Length, remaining) { Round = round });
        }

        Say(string.Create(CultureInfo.InvariantCulture,
            $"round {round}: {all} positions of {result.Count} photos are labeled, {(double)own / all:0 %} with a word of the photo's, " +
            $"the rest with stuff"));
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Windows.Dispose();
        Positions?.Dispose();
    }

    private float[] Embed(BridgeMap map, Checkpoints.CheckpointTensor pooled)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        return StoredTensors.Numbers(map.Embed(tensor(pooled.ToArray(), [.. pooled.Shape.Select(side => (long)side)]).to(map.Weight.device)
            .Times(1 / Scale)));
    }

    private void Fill(PhotoShards shards, BridgeWork work, SimilarPositions? pooling, int size, Func<LastStage,
        IEnumerable<ShardTensor>> keep)
    {
        // Opened with the first photo that is missing: often none is.
        LastStageEncoder? encoder = null;
        var clock = Stopwatch.StartNew();
        int all = shards.Count;
        try
        {
            shards.Fill(
                (photo, token) => keep((encoder ??= towers.CreateEncoder(pooling)).Encode(photo, size, token)),
                (done, found) => progress?.Report(new BridgeProgress(work, done, all, Remaining(done, found)) { Found = found }),
                cancellationToken);
        }
        finally
        {
            encoder?.Dispose();
        }

        TimeSpan Remaining(int done, int found) => done == found ? TimeSpan.Zero : clock.Elapsed / (done - found) * (all - done);
    }

    private void Say(string note) =>
        progress?.Report(new BridgeProgress(BridgeWork.Features, photos.Length, photos.Length, TimeSpan.Zero) { Note = note });
}
