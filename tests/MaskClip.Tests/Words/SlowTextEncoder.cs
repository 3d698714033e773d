using System.Collections.Concurrent;
using MaskClip.Model;

namespace MaskClip.Tests.Words;

/// <summary>A text tower that takes as long as a test wants, and gives each text a vector of its own.</summary>
internal sealed class SlowTextEncoder : ITextEncoder
{
    /// <summary>Length of its vectors.</summary>
    public const int Size = 4;

    /// <summary>Every text that it was asked for.</summary>
    public ConcurrentBag<string> Asked { get; } = [];

    /// <summary>Set when it has begun a text that it <see cref="HoldsUp"/>.</summary>
    public ManualResetEventSlim Begun { get; } = new();

    /// <summary>Lets texts that it holds up go on.</summary>
    public ManualResetEventSlim GoOn { get; } = new();

    /// <summary>Which texts wait for <see cref="GoOn"/>.</summary>
    public Func<string, bool> HoldsUp { get; set; } = _ => false;

    /// <summary>Which texts it fails on.</summary>
    public Func<string, bool> FailsOn { get; set; } = _ => false;

    public int ContextLength => 77;

    /// <summary>A text's vector.</summary>
    public static float[] VectorOf(string text)
    {
        var random = new Random(text.Aggregate(7, (sum, character) => unchecked(sum * 31 + character)));
        return Model.UnitLength.Of([.. Enumerable.Range(0, Size).Select(_ => random.NextSingle() - 0.5f)]);
    }

    public float[] Encode(IReadOnlyList<string> texts, ICollection<int> cut, CancellationToken cancellationToken)
    {
        foreach (var text in texts) Asked.Add(text);
        if (texts.Any(HoldsUp))
        {
            Begun.Set();
            GoOn.Wait(cancellationToken);
        }

        if (texts.FirstOrDefault(FailsOn) is { } bad) throw new InvalidOperationException($"cannot embed '{bad}'");
        return [.. texts.SelectMany(VectorOf)];
    }

    public int Padding => 0;

    public int[] Tokenize(string text, out bool truncated) => throw new NotSupportedException("Tokens are not what is tested.");

    public float[] Encode(IReadOnlyList<int[]> texts, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Tokens are not what is tested.");

    public void Complete(Span<float> name)
    {
        // The mean is the name.
    }

    public void Dispose()
    {
        Begun.Dispose();
        GoOn.Dispose();
    }
}
