using System.Text.Json.Nodes;
using MaskClip.Checkpoints;
using MaskClip.Training.Contrastive.Optimization;
using MaskClip.Training.Contrastive.Towers;
using MaskClip.Training.Engine;
using MaskClip.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Contrastive;

/// <summary>
/// The whole state of a run between two steps: weights, running statistics, moments, the trained rows of the token table. Random numbers
/// follow from the seed and the step, so a run that goes on from here computes the same numbers as one that was never stopped.
/// </summary>
internal sealed class ContrastiveState(ClipNetwork network, TowerOptimizer optimizer)
{
    private const string Format = "maskclip-contrastive-training";
    private const string Network = "network.";
    private const string Moments = "moments.";
    private const string Tokens = "tokens.";
    private const string TrainedTokens = "tokens.trained";

    /// <summary>Writes the state; the file appears whole or not at all.</summary>
    public void Save(string path, int steps, JsonObject settings)
    {
        using var scope = NewDisposeScope();
        var tensors = StoredTensors.Entries(Network, network.States)
            .Concat(StoredTensors.Entries(Moments, optimizer.Moments))
            .Concat(StoredTensors.Entries(Tokens, network.Tokens.TrainedRows()));
        long[] trained = [.. network.Tokens.Trained.Select(token => (long)token)];
        StateFile.Write(path, Format, steps, settings, tensors.Prepend(new SafetensorsEntry(TrainedTokens, [trained.Length], trained)));
    }

    /// <summary>Puts a stored state in place.</summary>
    /// <returns>Number of steps that are done.</returns>
    /// <exception cref="CheckpointException">The file is not such a state.</exception>
    /// <exception cref="ArgumentException">It was made with other settings; they are named.</exception>
    public int Load(string path, JsonObject settings)
    {
        var (file, steps) = StateFile.Open(path, Format, settings);
        using var open = file;
        foreach (var (name, value) in network.States) StoredTensors.Copy(file[Network + name], value);
        foreach (var (name, value) in optimizer.Moments) StoredTensors.Copy(file[Moments + name], value);
        int[] trained = [.. file[TrainedTokens].ToInt64Array().Select(token => (int)token)];
        network.Tokens.Restore(trained, name => file[Tokens + name].ToArray());
        return steps;
    }
}
