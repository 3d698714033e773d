using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;

namespace MaskClip.Evaluation.Runs;

/// <summary>Collects the settings of a run.</summary>
internal static class SettingsOfRun
{
    /// <summary>The settings, in the order in which they are shown.</summary>
    public static RunSettings Collect(
        Segmenter segmenter, SegmentationDataset dataset, Vocabulary names, IReadOnlyList<int> unseen, IReadOnlyList<LabelledPhoto> photos, EvaluationOptions options)
    {
        var values = new JsonObject
        {
            ["protocol"] = options.Protocol,
            ["data-set"] = dataset.Name,
            ["layout"] = dataset.Layout.Name,
            ["photos"] = photos.Count,
            ["photo-list"] = Hash(photos.Select(photo => photo.Id)),
            ["model"] = segmenter.ModelHash,
        };
        OptionValues.Add(values, segmenter.Options);

        // What "by model" came to.
        values["size"] = segmenter.Size;
        values["output-stride"] = segmenter.OutputStride;
        OptionValues.Add(values, options.Segmentation);
        values["corruption"] = options.Corruption?.ToString();
        values["seed"] = options.Seed;
        values["unseen"] = new JsonArray([.. unseen.Select(index => JsonValue.Create(names.Classes[index].Name))]);
        values["names"] = new JsonArray([.. names.Classes.Select(one => JsonValue.Create(string.Join('|', one.Synonyms)))]);
        return new RunSettings(values);
    }

    private static string Hash(IEnumerable<string> ids) => Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(string.Join('\n', ids))))[..16];
}
