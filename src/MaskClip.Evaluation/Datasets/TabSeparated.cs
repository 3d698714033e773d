namespace MaskClip.Evaluation.Datasets;

/// <summary>Tables of tab-separated values: lines with <c>#</c> in front are passed over, the first other one names the columns.</summary>
internal static class TabSeparated
{
    /// <summary>The named columns of every row.</summary>
    public static IEnumerable<string[]> Read(string path, params string[] columns)
    {
        int[]? places = null;
        foreach (var line in File.ReadLines(path))
        {
            if (line.Length == 0 || line.StartsWith('#')) continue;
            var cells = line.Split('\t');
            if (places is null)
            {
                places = [.. columns.Select(column => Array.IndexOf(cells, column))];
                int missing = Array.IndexOf(places, -1);
                if (missing < 0) continue;
                throw new DatasetException(
                    path, $"There is no column '{columns[missing]}'; the first line names {string.Join(", ", cells)}.");
            }

            yield return [.. places.Select(place => place < cells.Length ? cells[place] : "")];
        }
    }
}
