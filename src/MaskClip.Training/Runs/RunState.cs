using System.Text.Json.Nodes;
using MaskClip.Checkpoints;
using MaskClip.Training.Engine;
using MaskClip.Training.Optimization;
using MaskClip.Training.Students;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Runs;

/// <summary>
/// The whole state of a run between two steps: weights, running statistics, momentum, average, number of steps. Random numbers follow from
/// the seed and the step, so a run that goes on from here computes the same numbers as one that was never stopped.
/// </summary>
internal sealed class RunState(StudentNetwork network, StudentOptimizer optimizer, WeightAverage? average)
{
    private const string Format = "maskclip-training";
    private const string Student = "student.";
    private const string Momentum = "momentum.";
    private const string Average = "average.";

    /// <summary>Writes the state; the file appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="steps">Number of steps that are done.</param>
    /// <param name="settings">Everything that the run's numbers depend on.</param>
    public void Save(string path, int steps, JsonObject settings)
    {
        using var scope = NewDisposeScope();
        var tensors = StoredTensors.Entries(Student, StoredTensors.States(network))
            .Concat(StoredTensors.Entries(Momentum, optimizer.Momentum))
            .Concat(StoredTensors.Entries(Average, average?.Values ?? []));
        StateFile.Write(path, Format, steps, settings, tensors);
    }

    /// <summary>Puts a stored state in place.</summary>
    /// <returns>Number of steps that are done.</returns>
    /// <exception cref="CheckpointException">The file is not such a state.</exception>
    /// <exception cref="ArgumentException">It was made with other settings; they are named.</exception>
    public int Load(string path, JsonObject settings, Device device)
    {
        var (file, steps) = StateFile.Open(path, Format, settings);
        using var open = file;
        foreach (var (name, value) in StoredTensors.States(network)) StoredTensors.Copy(file[Student + name], value);
        foreach (var (name, value) in average?.Values ?? []) StoredTensors.Copy(file[Average + name], value);
        var shapes = network.named_parameters().ToDictionary(one => one.name, one => one.parameter.shape);
        optimizer.Restore(file.Tensors.Values.Where(one => one.Name.StartsWith(Momentum, StringComparison.Ordinal))
            .ToDictionary(
                one => one.Name[Momentum.Length..], one => tensor(one.ToArray(), shapes[one.Name[Momentum.Length..]]).to(device)));
        return steps;
    }
}
