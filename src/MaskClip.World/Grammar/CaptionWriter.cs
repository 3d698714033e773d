using MaskClip.World.Drawing;
using MaskClip.World.Scenes;
using MaskClip.World.Stuff;

namespace MaskClip.World.Grammar;

/// <summary>Writes captions: true, mostly incomplete, no two quite alike. They speak only of what can be seen.</summary>
internal sealed class CaptionWriter
{
    private static readonly string[] Frames =
    [
        "a picture of {0}", "a photo of {0}", "an image of {0}", "a drawing of {0}", "a view of {0}", "a scene with {0}",
            "a photo showing {0}",
        "{0} in a picture", "{0} in the scene", "a rendering of {0}", "a painting of {0}", "here is {0}", "there is {0}", "this is {0}",
    ];

    private const int SingularFrames = 3; // the last ones

    private readonly WorldScene scene;
    private readonly Dice dice;
    private readonly NounPhrases nouns;
    private readonly StuffPhrases places;
    private readonly List<WorldObject[]> groups;
    private readonly List<WorldStuff> stuff;

    private CaptionWriter(WorldScene scene, Dice dice)
    {
        this.scene = scene;
        this.dice = dice;
        nouns = new NounPhrases(dice);
        places = new StuffPhrases(dice, nouns);
        groups = [.. scene.Objects.Where(thing => thing.CanBeSeen(Pixels)).GroupBy(thing => thing.Class).Select(same => same.ToArray())];
        var large = scene.Stuff.Where(stuff => stuff.Area > 0.03f).ToList();
        stuff = large.Count > 0 ? large : [.. scene.Stuff.OrderByDescending(stuff => stuff.Area).Take(1)];
    }

    private int Pixels => scene.Picture.Width * scene.Picture.Height;

    /// <summary>Writes one caption.</summary>
    public static string Write(WorldScene scene, Dice dice) => new CaptionWriter(scene, dice).Write();

    private string Write()
    {
        Shuffle();
        var text = groups.Count == 0 || (stuff.Count > 0 && dice.Chance(0.06f)) ? StuffAlone() : groups.Count > 1 && dice.Chance(0.25f)
            ? Relation() : List();
        return Framed(text);
    }

    private void Shuffle()
    {
        for (int i = groups.Count - 1; i > 0; i--)
        {
            int other = dice.Below(i + 1);
            (groups[i], groups[other]) = (groups[other], groups[i]);
        }
    }

    private string List()
    {
        int count = Math.Min(groups.Count, dice.Below(10) switch { < 3 => 1, < 7 => 2, < 9 => 3, _ => 4 });
        var told = groups.GetRange(0, count);
        var under = told[0][0].Under;
        bool together = told.All(group => group.All(thing => thing.Under == under));
        var parts = told.Select(group => nouns.Of(group, Pixels) + (together && count > 1 ? "" : OwnPlace(group))).ToList();
        var text = parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts.SkipLast(1))} and {parts[^1]}";
        if (together && count > 1 && dice.Chance(0.55f)) text += Around(told[0][0]);
        return text + Backdrop(told);
    }

    private string Relation()
    {
        WorldObject one = dice.Pick<WorldObject>(groups[0]), other = dice.Pick<WorldObject>(groups[1]);
        if (groups[0].Length > 1 || groups[1].Length > 1) return List();
        var word = Whereabouts.Between(one, other, scene.Picture.Width, scene.Picture.Height, dice);
        return word.Length == 0 ? List()
            : $"{nouns.Of(groups[0], Pixels)} {word} {nouns.Of(groups[1], Pixels)}{Backdrop([groups[0], groups[1]])}";
    }

    private string StuffAlone()
    {
        var told = stuff.OrderByDescending(stuff => stuff.Area).Take(1 + dice.Below(3)).Select(places.The).Distinct().ToList();
        return told.Count == 1 ? told[0] : $"{string.Join(", ", told.SkipLast(1))} and {told[^1]}";
    }

    private string OwnPlace(WorldObject[] group)
    {
        if (group.Length == 1 && dice.Chance(0.2f))
        {
            var where = Whereabouts.InPicture(group[0], scene.Picture.Width, dice);
            if (where.Length > 0) return $" {where}";
        }

        return group.All(thing => thing.Under == group[0].Under) && dice.Chance(0.5f) ? Around(group[0]) : "";
    }

    private string Around(WorldObject thing) => stuff.FirstOrDefault(stuff => stuff.Kind == thing.Under) is { } under
        ? $" {places.Around(under, thing.Name)}" : "";

    /// <summary>Something that none of the told things stands on.</summary>
    private string Backdrop(IEnumerable<WorldObject[]> told)
    {
        if (!dice.Chance(0.35f)) return "";
        var under = told.SelectMany(group => group.Select(thing => thing.Under)).ToHashSet();
        WorldStuff[] behind = [.. stuff.Where(stuff => !under.Contains(stuff.Kind)
            && stuff.Kind is not (StuffKind.Floor or StuffKind.Snow))];
        return behind.Length == 0 ? "" : $" {places.Behind(dice.Pick<WorldStuff>(behind))}";
    }

    private string Framed(string text)
    {
        if (scene.Mood.Blurred && dice.Chance(0.4f)) return $"a {dice.Pick("blurry", "blurred")} {dice.Pick("picture", "photo")} of {text}";
        if (scene.Mood.Grainy && dice.Chance(0.4f)) return $"a {dice.Pick("grainy", "noisy")} {dice.Pick("picture", "photo")} of {text}";
        if (scene.Mood.Night && dice.Chance(0.1f)) return $"a dark {dice.Pick("picture", "photo")} of {text}";
        if (scene.Mood.CloseUp && dice.Chance(0.15f)) return $"a close-up of {text}";
        if (dice.Chance(0.5f)) return text;
        bool singular = text.StartsWith("a ", StringComparison.Ordinal) || text.StartsWith("an ", StringComparison.Ordinal)
            || text.StartsWith("the ", StringComparison.Ordinal);
        return Frames[dice.Below(singular ? Frames.Length : Frames.Length - SingularFrames)].Replace("{0}", text, StringComparison.Ordinal);
    }
}
