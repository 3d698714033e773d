using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;
using MaskClip.Families.Bridge;
using MaskClip.Training.Bridge.Words;

namespace MaskClip.Training.Bridge;

/// <summary>
/// Everything that a run's numbers depend on, as JSON: kept in its checkpoint, to be compared on resume, and in its card.
/// </summary>
internal static class BridgeSettings
{
    /// <summary>Describes a run.</summary>
    public static JsonObject Of(BridgeOptions options, BridgeTowers towers, PhotoWords words)
    {
        var (map, self) = (options.Optimization, options.SelfTraining);
        return new JsonObject
        {
            ["photos"] = new JsonArray([.. options.Photos.Select(source =>
                JsonValue.Create($"{source.Pairs.Identity}, {(source.AreTags ? "tags" : "captions")}"))]),
            ["image"] = Path.GetFileName(towers.ImageFile),
            ["image-hash"] = towers.ImageHash,
            ["text-model"] = towers.Folder.Name,
            ["words"] = $"{words.Words.Count}, {Checksum(words.Words)}",
            ["size"] = options.Size,
            ["steps"] = map.Steps,
            ["batch"] = map.Batch,
            ["windows"] = map.Windows,
            ["learning-rate"] = map.LearningRate,
            ["weight-decay"] = map.WeightDecay,
            ["rounds"] = self.Rounds,
            ["round-steps"] = self.Rounds == 0 ? null : self.Steps,
            ["positions"] = self.Rounds == 0 ? null : $"{self.Positions} of {self.Batch} photos of {self.Photos}, weight {self.Weight}",
            ["seed"] = options.Seed,
        };
    }

    private static string Checksum(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(XxHash64.Hash(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
}
