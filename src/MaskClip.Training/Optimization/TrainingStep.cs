using MaskClip.Training.Engine;
using MaskClip.Training.Samples;
using MaskClip.Training.Schedule;
using MaskClip.Training.Students;
using MaskClip.Training.Supervision;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Optimization;

/// <summary>One step: forward, pseudo labels, loss, backward, for each batch that is accumulated; then the optimizer.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly StudentNetwork network;
    private readonly StudentOptimizer optimizer;
    private readonly SettingPlan plan;
    private readonly TrainingOptions options;
    private readonly Tensor open;

    /// <summary>Creates the step.</summary>
    public TrainingStep(StudentNetwork network, StudentOptimizer optimizer, SettingPlan plan, TrainingOptions options, Device device)
    {
        this.network = network;
        this.optimizer = optimizer;
        this.plan = plan;
        this.options = options;
        open = tensor(plan.PseudoClasses.Select(index => (long)index).ToArray(), device: device).DetachFromDisposeScope();
    }

    /// <summary>Runs the step.</summary>
    /// <param name="step">Its number, from 0.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="nextBatch">Gives the step's batches one after the other.</param>
    /// <exception cref="InvalidOperationException">The loss is not a number.</exception>
    public StepReport Run(int step, double rate, Func<Batch> nextBatch)
    {
        int batches = options.Optimization.Accumulate;
        double entropy = 0, distance = 0, labeled = 0;
        optimizer.Clear();
        for (int i = 0; i < batches; i++)
        {
            using var batch = nextBatch();
            using var scope = NewDisposeScope();
            var features = network.Features(batch.Images);
            var logits = network.Classify(features);
            var labels = plan.GuidanceAt(step) == Guidance.Self ? OwnLabels.FillIn(batch.Labels, logits, open) : batch.Labels;
            // Whoever is left without a label is ignored.
            labels = labels.Filled(labels.Is(TrainingLabels.Unlabeled), TrainingLabels.Ignore);
            var loss = StudentLoss.CrossEntropy(logits, labels);
            entropy += loss.item<float>() / batches;
            labeled += labels.IsNot(TrainingLabels.Ignore).to(ScalarType.Float32).mean().item<float>() / batches;
            if (batch.TeacherFeatures is { } teacher)
            {
                var difference = StudentLoss.Distillation(features, teacher, batch.Labels, options.DistillLabeled);
                distance += difference.item<float>() / batches;
                loss = loss.Plus(difference, options.DistillationWeight);
            }

            if (!double.IsFinite(entropy + distance))
            {
                throw new InvalidOperationException(
                    $"The loss of step {step + 1} is not a number: the training diverged. Lower the learning rate (now " +
                    $"{options.Optimization.LearningRate}).");
            }

            loss.Times(1.0 / batches).backward();
        }

        optimizer.Step(rate);
        return new StepReport(entropy, plan.Distils ? distance : null, labeled);
    }

    /// <inheritdoc/>
    public void Dispose() => open.Dispose();
}
