namespace MaskClip.Fuzz;

/// <summary>A reader that is given bytes which nobody wrote.</summary>
/// <param name="Name">What it is called in the table and on the command line.</param>
/// <param name="Corpus">Small inputs that it reads, or refuses in a way of its own: what mutations begin from.</param>
/// <param name="Read">Reads an input. What it may throw is in <see cref="Verdict"/>; all else is a finding.</param>
/// <param name="Words">Parts of the format that a mutation puts in.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Corpus, Action<byte[]> Read, IReadOnlyList<byte[]>? Words = null);
