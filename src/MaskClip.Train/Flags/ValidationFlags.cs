using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.Evaluation;
using MaskClip.Training;
using MaskClip.World;

namespace MaskClip.Train.Flags;

/// <summary>The options that say what a CLIP model is evaluated on while it is trained.</summary>
internal sealed class ValidationFlags
{
    private readonly Option<string?> data = new("--eval-data")
    {
        Description = "A data set with masks to evaluate the model on; never trained on.",
        HelpName = "folder",
    };
    private readonly Option<string?> layout = new("--eval-layout")
    {
        Description = "The layout of --eval-data. Default: recognized.",
        HelpName = "name",
    };
    private readonly Option<int> scenes = new("--eval-scenes")
    {
        Description = "With --world and without --eval-data: held-out scenes to evaluate on; 0 for none.",
        DefaultValueFactory = _ => 100,
        HelpName = "n",
    };
    private readonly Option<int?> size = new("--eval-size")
    {
        Description = "Short side in pixels that photos are evaluated at. Default: that of training pictures.",
        HelpName = "pixels",
    };
    private readonly Option<int> every = new("--eval-every")
    {
        Description = "Steps between evaluations; 0 is a tenth of all.",
        HelpName = "n",
    };
    private readonly Option<int> sheets = new("--sheets")
    {
        Description = "Photos on the sheets that show photo, truth, clip and maskclip at each evaluation.",
        DefaultValueFactory = _ => 4,
        HelpName = "n",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [data, layout, scenes, size, every, sheets];

    /// <summary>Short side of photos.</summary>
    public int? Size(ParseResult result) => result.GetValue(size);

    /// <summary>Steps between evaluations.</summary>
    public int Every(ParseResult result) => result.GetValue(every);

    /// <summary>Photos on a sheet.</summary>
    public int Sheets(ParseResult result) => result.GetValue(sheets);

    /// <summary>The photos and their classes.</summary>
    public (IReadOnlyList<TrainingPhoto> Photos, Vocabulary? Vocabulary) Read(ParseResult result, CliHost host, bool world, int side)
    {
        if (result.GetValue(data) is { } folder)
        {
            var dataset = SegmentationDataset.Open(Path.Combine(host.Folder, folder), result.GetValue(layout));
            return (TrainingPhotos.From(dataset, dataset.Vocabulary), dataset.Vocabulary);
        }

        if (!world) return ([], null);
        int count = result.GetValue(scenes);
        if (count is < 0 or > 100_000) throw new UsageException($"--eval-scenes is {count}; 0 to 100000 are allowed.");
        return ([.. Enumerable.Range(0, count).Select(number => Scene(number, side))], Vocabulary.Parse(WorldClasses.Names));
    }

    private static TrainingPhoto Scene(int number, int side)
    {
        var scene = new Lazy<WorldScene>(() => SmallWorld.Scene(number, WorldSplit.Test, side, side));
        return new TrainingPhoto(
            $"scene-{number}",
            () => scene.Value.Picture,
            () => new LabelMap(side, side, Array.ConvertAll(scene.Value.Mask.Indices, label => (ushort)label)));
    }
}
