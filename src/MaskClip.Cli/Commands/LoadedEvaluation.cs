using MaskClip.Evaluation;

namespace MaskClip.Cli.Commands;

/// <summary>An evaluation and the model that it holds open.</summary>
internal sealed class LoadedEvaluation : IDisposable
{
    private readonly IDisposable model;

    private LoadedEvaluation(IDisposable model, Evaluator evaluator)
    {
        this.model = model;
        Evaluator = evaluator;
    }

    /// <summary>The evaluation.</summary>
    public Evaluator Evaluator { get; }

    /// <summary>Prepares an evaluation; the model is let go when that fails.</summary>
    public static LoadedEvaluation Of(IDisposable model, Func<Evaluator> prepare)
    {
        try
        {
            return new LoadedEvaluation(model, prepare());
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
