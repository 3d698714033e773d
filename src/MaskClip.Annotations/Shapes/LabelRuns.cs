namespace MaskClip.Annotations.Shapes;

/// <summary>Runs of equal labels in the rows of a label map, and which of them hang together (union by the smaller index).</summary>
internal sealed class LabelRuns
{
    private readonly List<(ushort Label, PixelRun Run)> runs = [];
    private readonly List<int> rowStarts = [];

    /// <summary>Finds the runs.</summary>
    public LabelRuns(ReadOnlySpan<ushort> labels, int width, int height, ReadOnlySpan<ushort> skipped)
    {
        for (int y = 0; y < height; y++)
        {
            rowStarts.Add(runs.Count);
            var row = labels.Slice(y * width, width);
            for (int x = 0; x < width;)
            {
                ushort label = row[x];
                int length = row[x..].IndexOfAnyExcept(label) is var end && end < 0 ? width - x : end;
                if (!skipped.Contains(label)) runs.Add((label, new PixelRun(y, x, length)));
                x += length;
            }
        }

        rowStarts.Add(runs.Count);
    }

    /// <summary>The runs of each part, parts in the order of their first runs.</summary>
    public IReadOnlyList<(ushort Label, PixelRun[] Runs)> Join(bool split, Connectivity connectivity)
    {
        var parents = new int[runs.Count];
        for (int i = 0; i < parents.Length; i++) parents[i] = i;
        if (split) JoinRows(parents, connectivity == Connectivity.Eight ? 1 : 0);
        else JoinLabels(parents);
        var indices = new int[runs.Count];
        var counts = new List<int>();
        for (int i = 0; i < runs.Count; i++)
        {
            // A part's first run is its root.
            int root = Root(parents, i);
            if (root == i) counts.Add(0);
            indices[i] = root == i ? counts.Count - 1 : indices[root];
            counts[indices[i]]++;
        }

        var parts = new (ushort Label, PixelRun[] Runs)[counts.Count];
        for (int i = 0; i < runs.Count; i++)
        {
            ref var part = ref parts[indices[i]];
            part.Runs ??= new PixelRun[counts[indices[i]]];
            part.Label = runs[i].Label;
            part.Runs[^counts[indices[i]]--] = runs[i].Run;
        }

        return parts;
    }

    private void JoinLabels(int[] parents)
    {
        var firsts = new Dictionary<ushort, int>();
        for (int i = 0; i < runs.Count; i++)
        {
            if (!firsts.TryAdd(runs[i].Label, i)) parents[i] = firsts[runs[i].Label];
        }
    }

    private void JoinRows(int[] parents, int reach)
    {
        for (int y = 1; y + 1 < rowStarts.Count; y++)
        {
            int above = rowStarts[y - 1], last = rowStarts[y];
            for (int i = last; i < rowStarts[y + 1]; i++)
            {
                var (label, run) = runs[i];
                while (above < last && End(runs[above].Run) + reach <= run.X) above++;
                for (int j = above; j < last && runs[j].Run.X < End(run) + reach; j++)
                {
                    if (runs[j].Label == label) Unite(parents, i, j);
                }
            }
        }
    }

    private static int End(PixelRun run) => run.X + run.Length;

    private static void Unite(int[] parents, int one, int other)
    {
        (one, other) = (Root(parents, one), Root(parents, other));
        parents[Math.Max(one, other)] = Math.Min(one, other);
    }

    private static int Root(int[] parents, int i)
    {
        while (parents[i] != i)
        {
            parents[i] = parents[parents[i]];
            i = parents[i];
        }

        return i;
    }
}
