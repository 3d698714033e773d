using System.Text.Json.Nodes;
using MaskClip.Checkpoints;
using MaskClip.Training.Bridge.Optimization;
using MaskClip.Training.Engine;
using MaskClip.Training.Runs;

namespace MaskClip.Training.Bridge;

/// <summary>The state of a run between two steps: the map under training, and the one that labels where there is one.</summary>
internal static class BridgeState
{
    private const string Format = "maskclip-bridge-training";
    private const string Map = "map.";
    private const string Teacher = "teacher.";

    /// <summary>Writes the state; the file appears whole or not at all.</summary>
    public static void Save(string path, int steps, JsonObject settings, BridgeMap map, BridgeMap? teacher)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        StateFile.Write(
            path, Format, steps, settings,
            StoredTensors.Entries(Map, map.States).Concat(teacher is null ? [] : StoredTensors.Entries(Teacher, teacher.States)));
    }

    /// <summary>Puts a stored state in place.</summary>
    /// <returns>Number of steps that are done, and whether there was a map that labels.</returns>
    /// <exception cref="CheckpointException">The file is not such a state.</exception>
    /// <exception cref="ArgumentException">It was made with other settings; they are named.</exception>
    public static (int Steps, bool HasTeacher) Load(string path, JsonObject settings, BridgeMap map, BridgeMap teacher)
    {
        var (file, steps) = StateFile.Open(path, Format, settings);
        using var open = file;
        foreach (var (name, value) in map.States) StoredTensors.Copy(file[Map + name], value);
        bool labels = file.Tensors.Keys.Any(name => name.StartsWith(Teacher, StringComparison.Ordinal));
        if (labels) foreach (var (name, value) in teacher.States) StoredTensors.Copy(file[Teacher + name], value);
        return (steps, labels);
    }
}
