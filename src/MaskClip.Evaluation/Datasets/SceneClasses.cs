namespace MaskClip.Evaluation.Datasets;

/// <summary>Scene classes made of COCO panoptic's: a table <c>scene_index, scene_name, coco_index</c>; the rest is ignored.</summary>
internal static class SceneClasses
{
    private const int PanopticClasses = 133;

    /// <summary>The scene classes.</summary>
    public static Vocabulary Vocabulary(string folder)
    {
        var names = Read(folder).GroupBy(row => row.Scene, row => row.Name).OrderBy(group => group.Key).ToArray();
        if (names.Where((group, index) => group.Key != index || group.Distinct().Count() > 1).FirstOrDefault() is { } odd)
        {
            throw new DatasetException(
                FilePath(folder), $"Scene class {odd.Key} has several names, or the classes before it are not numbered from 0.");
        }

        return MaskClip.Vocabulary.Parse(names.Select(group => group.First()));
    }

    /// <summary>The scene class of each panoptic class.</summary>
    public static LabelTable Labels(string folder)
    {
        var sceneOf = Read(folder).ToDictionary(row => row.Panoptic, row => row.Scene);
        return LabelTable.Of(
            $"0..{PanopticClasses - 1} and 255",
            Enumerable.Range(0, PanopticClasses).Select(label => (label, sceneOf.GetValueOrDefault(label, Segmentation.Ignore))));
    }

    private static string FilePath(string folder) => Path.Combine(folder, "scene20.tsv");

    private static IEnumerable<(int Scene, string Name, int Panoptic)> Read(string folder)
    {
        var path = FilePath(folder);
        if (!File.Exists(path)) throw new DatasetException(path, "The table of scene classes is missing.");
        var seen = new HashSet<int>();
        foreach (var row in TabSeparated.Read(path, "scene_index", "scene_name", "coco_index"))
        {
            if (Number(row[0]) is not { } scene || Number(row[2]) is not { } panoptic)
            {
                var error = $"The row '{string.Join(", ", row)}' does not give two class numbers of 0..{PanopticClasses - 1} and a name.";
                throw new DatasetException(path, error);
            }

            if (!seen.Add(panoptic)) throw new DatasetException(path, $"COCO's class {panoptic} is given to a scene class twice.");
            yield return (scene, row[1], panoptic);
        }
    }

    private static int? Number(string text) => int.TryParse(text, out int number) && number is >= 0 and < PanopticClasses ? number : null;
}
