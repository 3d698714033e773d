using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;

namespace MaskClip.Evaluation.Runs;

/// <summary>Collects the settings of a run.</summary>
internal static class SettingsOfRun
{
    /// <summary>The settings, in the order in which they are shown.</summary>
    public static RunSettings Collect(
        IEvaluationSubject subject,
        SegmentationDataset dataset,
        IReadOnlyList<int> unseen,
        IReadOnlyList<LabeledPhoto> photos,
        EvaluationOptions options)
    {
        var values = new JsonObject
        {
            ["protocol"] = options.Protocol,
            ["data-set"] = dataset.Name,
            ["layout"] = dataset.Layout.Name,
            ["photos"] = photos.Count,
            ["photo-list"] = Hash(photos.Select(photo => photo.Id)),
            ["corruption"] = options.Corruption?.ToString(),
            ["seed"] = options.Seed,
            ["unseen"] = new JsonArray([.. unseen.Select(index => JsonValue.Create(dataset.Vocabulary.Classes[index].Name))]),
            ["model"] = subject.Model.Hash,
        };
        if (dataset.Version is { } version) values["data-version"] = version;
        subject.AddSettings(values);
        return new RunSettings(values);
    }

    private static string Hash(IEnumerable<string> ids) =>
        Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(string.Join('\n', ids))))[..16];
}
