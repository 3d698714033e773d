using MaskClip.Checkpoints;
using MaskClip.Training.Layers;
using MaskClip.Training.Optimization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MaskClip.Training.Contrastive.Towers;

/// <summary>The embeddings of all tokens. A step takes out the rows that its texts have, and trains no others.</summary>
/// <remarks>
/// Most of CLIP's 49,408 tokens never occur in a small data set: a table of 128 numbers a row is as large as the rest of a small model, and
/// stepping all of it as slow. Rows that do not occur keep their weights and moments, as in PyTorch's <c>SparseAdam</c>.
/// </remarks>
internal sealed class TokenTable : IDisposable
{
    private readonly SortedSet<int> trained = [];

    /// <summary>Creates random embeddings.</summary>
    public TokenTable(NetworkParts parts, int tokens, int width)
    {
        Unknown = tokens;
        using var scope = NewDisposeScope();
        Values = cat([parts.Normal(0.02f, tokens, width).detach(), zeros(1, width)], 0).DetachFromDisposeScope();
        First = zeros_like(Values).DetachFromDisposeScope();
        Second = zeros_like(Values).DetachFromDisposeScope();
    }

    /// <summary>The row behind the last token: a word that is not known. Nothing until words are left out of texts in training.</summary>
    public int Unknown { get; }

    /// <summary><c>[tokens + 1, width]</c>.</summary>
    public Tensor Values { get; private set; }

    /// <summary>The mean gradient of each number (AdamW's first moment).</summary>
    public Tensor First { get; private set; }

    /// <summary>The mean squared gradient of each number.</summary>
    public Tensor Second { get; private set; }

    /// <summary>The tokens that occurred in training, in order.</summary>
    public IReadOnlyCollection<int> Trained => trained;

    /// <summary>Moves the table.</summary>
    public void To(Device device) => (Values, First, Second) = (Moved(Values, device), Moved(First, device), Moved(Second, device));

    /// <summary>Takes rows out.</summary>
    /// <param name="tokens">Different tokens.</param>
    /// <param name="train">Whether the rows are to have gradients.</param>
    public Parameter Take(Tensor tokens, bool train)
    {
        using var rows = Values.index_select(0, tokens);
        return new Parameter(rows, train);
    }

    /// <summary>Steps rows along their gradient and puts them back.</summary>
    /// <param name="tokens">The tokens of the rows.</param>
    /// <param name="rows">What <see cref="Take"/> gave.</param>
    /// <param name="adam">The step.</param>
    public void Step(Tensor tokens, Parameter rows, AdamStep adam)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        trained.UnionWith(tokens.cpu().data<long>().ToArray().Select(token => (int)token));
        if (rows.grad is not { } gradient) return;
        Tensor first = First.index_select(0, tokens), second = Second.index_select(0, tokens);
        adam.Apply(rows, gradient, first, second, decay: 0);
        Values.index_copy_(0, tokens, rows);
        First.index_copy_(0, tokens, first);
        Second.index_copy_(0, tokens, second);
    }

    /// <summary>Takes the embeddings of a model.</summary>
    /// <exception cref="CheckpointException">The table has another size.</exception>
    public void Load(Checkpoint checkpoint)
    {
        var source = checkpoint.Require(TokenRows.Table);
        var kept = TokenRows.Kept(checkpoint, Unknown);
        if (source.Shape[0] != (kept is null ? Unknown : kept.Count + 1))
        {
            throw new CheckpointException(checkpoint.Path, $"has {source.Shape[0]} rows; {Unknown} are needed.", TokenRows.Table);
        }

        using var scope = NewDisposeScope();
        using var none = no_grad();
        var rows = tensor(source.ToArray(), [source.Shape[0], source.Shape[1]]);
        trained.Clear();
        trained.UnionWith(kept ?? Enumerable.Range(0, Unknown));
        if (kept is not null) Values.copy_(rows.narrow(0, kept.Count, 1).expand_as(Values));
        Values.index_copy_(0, Index([.. trained]), kept is null ? rows : rows.index_select(0, Order(kept)));
    }

    /// <summary>The trained rows as they are stored in a checkpoint.</summary>
    public IEnumerable<(string Name, Tensor Value)> TrainedRows()
    {
        if (trained.Count == 0) yield break;
        using var rows = Index([.. trained]);
        foreach (var (name, value) in All) yield return (name, value.index_select(0, rows));
    }

    /// <summary>Puts stored rows in place.</summary>
    /// <param name="tokens">The trained tokens.</param>
    /// <param name="stored">Numbers by the names that <see cref="TrainedRows"/> gives.</param>
    public void Restore(IReadOnlyList<int> tokens, Func<string, float[]> stored)
    {
        trained.Clear();
        trained.UnionWith(tokens);
        if (tokens.Count == 0) return;
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var rows = Index([.. tokens]);
        foreach (var (name, value) in All)
            value.index_copy_(0, rows, tensor(stored(name), [tokens.Count, value.shape[1]]).to(value.device));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, value) in All) value.Dispose();
    }

    private IEnumerable<(string Name, Tensor Value)> All => [("values", Values), ("first", First), ("second", Second)];

    // Places of the kept tokens in the order of their numbers.
    private static Tensor Order(IReadOnlyList<int> kept) =>
        tensor(Enumerable.Range(0, kept.Count).OrderBy(place => kept[place]).Select(place => (long)place).ToArray());

    private Tensor Index(int[] tokens) => tensor(Array.ConvertAll(tokens, token => (long)token)).to(Values.device);

    private static Tensor Moved(Tensor value, Device device)
    {
        if (device.type == DeviceType.CPU) return value;
        using (value) return value.to(device).DetachFromDisposeScope();
    }
}
