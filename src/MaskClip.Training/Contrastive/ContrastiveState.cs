using System.Text.Json.Nodes;
using MaskClip.Checkpoints;
using MaskClip.Training.Contrastive.Optimization;
using MaskClip.Training.Contrastive.Towers;
using MaskClip.Training.Runs;
using MaskClip.Training.Students;
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
        var tensors = Named(Network, network.States).Concat(Named(Moments, optimizer.Moments))
            .Concat(Named(Tokens, network.Tokens.TrainedRows()));
        long[] trained = [.. network.Tokens.Trained.Select(token => (long)token)];
        StateFile.Write(path, Format, steps, settings, tensors.Prepend(new SafetensorsEntry(TrainedTokens, [trained.Length], trained)));
    }

    /// <summary>Puts a stored state in place.</summary>
    /// <returns>Number of steps that are done.</returns>
    /// <exception cref="CheckpointException">The file is no such state.</exception>
    /// <exception cref="ArgumentException">It was made with other settings; they are named.</exception>
    public int Load(string path, JsonObject settings)
    {
        var (file, steps) = StateFile.Open(path, Format, settings);
        using var open = file;
        foreach (var (name, value) in network.States) StudentNetwork.Copy(file[Network + name], value);
        foreach (var (name, value) in optimizer.Moments) StudentNetwork.Copy(file[Moments + name], value);
        int[] trained = [.. file[TrainedTokens].ToInt64Array().Select(token => (int)token)];
        network.Tokens.Restore(trained, name => file[Tokens + name].ToArray());
        return steps;
    }

    private static IEnumerable<SafetensorsEntry> Named(string prefix, IEnumerable<(string Name, Tensor Value)> tensors) =>
        tensors.Select(one => new SafetensorsEntry(prefix + one.Name, StudentNetwork.Shape(one.Value), StudentNetwork.Numbers(one.Value)));
}
