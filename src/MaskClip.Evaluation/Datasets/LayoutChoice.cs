namespace MaskClip.Evaluation.Datasets;

/// <summary>Finds the layout that was named, or recognizes it by what the folder holds.</summary>
/// <param name="Rules">The layout.</param>
/// <param name="Place">Where the folder keeps the files of the wanted split.</param>
internal sealed record LayoutChoice(LayoutRules Rules, FilePlace Place)
{
    private const string DefaultSplit = "val";

    /// <summary>The layouts' names, for messages.</summary>
    public static string Names => string.Join(", ", KnownLayouts.All.Select(rules => rules.Layout.Name));

    /// <summary>Chooses a layout.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">A layout's name, or <see langword="null"/> to recognize it.</param>
    /// <param name="split">A split's name, or <see langword="null"/> for <c>val</c> where the folder has splits.</param>
    public static LayoutChoice For(string folder, string? name, string? split)
    {
        if (split is not null && split.AsSpan().IndexOfAny("/\\{") >= 0)
        {
            throw new OptionsException($"Unknown split '{split}'. Expected a name such as 'val' or 'train'.", nameof(split));
        }

        return name is null ? Recognize(folder, split) : Named(folder, name, split);
    }

    /// <summary>Whether a folder is divided into parts: whoever trains must then not take the part that is evaluated on.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">A layout's name, or <see langword="null"/> for any.</param>
    public static bool IsDivided(string folder, string? name) =>
        KnownLayouts.All
            .Where(rules => name is null || rules.Layout.Name.Equals(Wanted(name), StringComparison.OrdinalIgnoreCase))
            .SelectMany(rules => rules.Places)
            .Where(place => place.HasSplits && (name is not null || place.Tells))
            .Any(place => place.Of("train").IsIn(folder) || place.Of(DefaultSplit).IsIn(folder));

    // The vocabulary's alias is what people type.
    private static string Wanted(string name) => name.Equals("voc", StringComparison.OrdinalIgnoreCase) ? "voc20" : name;

    private static LayoutChoice Named(string folder, string name, string? split)
    {
        var wanted = Wanted(name);
        var rules = KnownLayouts.All.FirstOrDefault(rules => rules.Layout.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new OptionsException($"Unknown layout '{name}'. Available: {Names}.", nameof(name));
        if (rules.Places.Select(place => place.Of(split ?? DefaultSplit)).FirstOrDefault(place => place.IsIn(folder)) is { } place)
        {
            return split is null || rules.Places.Any(general => general.HasSplits && general.Of(split) == place)
                ? new LayoutChoice(rules, place)
                : throw new DatasetException(
                    folder, $"There is no split '{split}': the folder has {place}, undivided. Leave the split out.");
        }

        var places = rules.Places.Select(place => place.Of(split ?? DefaultSplit).ToString());
        throw new DatasetException(folder, $"This is not laid out as '{rules.Layout.Name}'; it would have {string.Join(", or ", places)}.");
    }

    /// <summary>
    /// Where a data set is published in two numberings, makes sure that the masks are in the layout's, or takes the other layout.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="photos">The photos found in it.</param>
    /// <param name="isNamed">Whether the layout was named, so that it must not be changed.</param>
    public LayoutRules SettleOrder(string folder, IReadOnlyList<LabeledPhoto> photos, bool isNamed)
    {
        if (Rules.Order is not { } order) return Rules;
        var evidence = order.Examine(photos, ReadLabels);
        if (isNamed) return evidence.IsOwn is false ? throw new DatasetException(evidence.Path, evidence.Error) : Rules;
        if (evidence.IsOwn is false) return KnownLayouts.All.Single(rules => rules.Layout.Name == order.Other);
        return evidence.IsOwn is true || Place.MaskEnding.Contains("TrainIds", StringComparison.Ordinal)
            ? Rules
            : throw new DatasetException(folder, $"The masks fit both '{Rules.Layout.Name}' and '{order.Other}'; name one of them.");
    }

    private static LayoutChoice Recognize(string folder, string? split)
    {
        var telling =
            from rules in KnownLayouts.All
            from place in rules.Places
            where place.Tells && (split is null || place.HasSplits) && place.Of(split ?? DefaultSplit).IsIn(folder)
            select new LayoutChoice(rules, place.Of(split ?? DefaultSplit));
        var found = telling.DistinctBy(choice => choice.Place.Masks).ToArray();
        if (found.Length == 1) return found[0];
        if (found.Length > 1)
        {
            var names = string.Join(", ", found.Select(choice => choice.Rules.Layout.Name));
            throw new DatasetException(folder, $"Several data sets are here; name the layout: {names}.");
        }

        if (split is null && FilePlace.Plain.IsIn(folder) && NamesFile.Find(folder) is not null) return Named(folder, "folder", null);
        foreach (var rules in KnownLayouts.All.Where(rules => split is null && rules.Ids is not null))
        {
            var places = rules.Places.Where(place => !place.Tells && place.IsIn(folder));
            if (places.FirstOrDefault(place => HasIds(folder, place, rules)) is { } place) return new LayoutChoice(rules, place);
        }

        var what = split is null ? "No layout" : $"No layout with a split '{split}'";
        var hint = FilePlace.Plain.IsIn(folder)
            ? $"There are images/ and masks/ but no {NamesFile.Choices} with one name a line."
            : "Is it the data set's own folder?";
        throw new DatasetException(folder, $"{what} is recognized. {hint} Or name the layout: {Names}.");
    }

    private static bool HasIds(string folder, FilePlace place, LayoutRules rules) =>
        Directory.EnumerateFiles(Path.Combine(folder, place.Photos)).Where(DatasetFiles.IsPhoto).Take(20)
            .All(path => rules.Ids!.IsMatch(Path.GetFileNameWithoutExtension(path)));

    /// <summary>A mask that cannot be read says nothing here; whoever reads the set is told.</summary>
    private static ushort[] ReadLabels(LabeledPhoto photo)
    {
        try
        {
            return LabelMask.Load(photo.TruthPath!).Labels.ToArray();
        }
        catch (ImageFormatException)
        {
            return [];
        }
    }
}
