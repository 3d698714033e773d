using MaskClip.World.Drawing;
using MaskClip.World.Scenes;
using MaskClip.World.Words;

namespace MaskClip.World.Grammar;

/// <summary>Speaks of things: how many, what color, what pattern, what they do.</summary>
internal sealed class NounPhrases(Dice dice)
{
    // Where most captions told colors, models learned colors and took gray towers for roads: what a thing is has to be what is said most.
    private const float Said = 0.35f;

    private static readonly string[] Numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    /// <summary>All visible things of one class.</summary>
    /// <param name="things">At least one, all of the same class.</param>
    /// <param name="picturePixels">The picture's pixels, to tell small from large.</param>
    public string Of(IReadOnlyList<WorldObject> things, int picturePixels)
    {
        if (things.Count == 1) return One(things[0], picturePixels);
        bool alike = things.All(thing => (thing.Color, thing.Pattern) == (things[0].Color, things[0].Pattern));
        bool apart = things[0].Color != things[^1].Color && Things.AllThings.List[things[0].Class].ColorIsSaid;
        if (things.Count == 2 && apart && dice.Chance(0.6f))
        {
            return $"{One(things[0], picturePixels, inColor: true)} and {One(things[1], picturePixels, inColor: true)}";
        }

        var noun = Name(things[0].Class).Many;
        var number = things.Count > 3 && dice.Chance(0.4f) ? dice.Pick("many", "several") : things.Count < Numbers.Length
            ? Numbers[things.Count] : "many";
        return alike ? $"{number} {Dressed(things[0], noun)}" : $"{number} {noun}";
    }

    /// <summary>One of the names that captions use for a class.</summary>
    public Noun Name(int @class)
    {
        var seen = Lexicon.Of(@class).Seen;
        return seen.Length == 1 || dice.Chance(0.7f) ? seen[0] : seen[1 + dice.Below(seen.Length - 1)];
    }

    private string One(WorldObject thing, int picturePixels, bool inColor = false)
    {
        var noun = Name(thing.Class).One;
        var words = Dressed(thing, noun, inColor);
        bool posed = thing.Pose.Length > 0 && dice.Chance(0.35f), adjective = thing.Pose is "open" or "full" or "shining";
        if (posed && (adjective || dice.Chance(0.4f))) words = $"{thing.Pose} {words}";
        else if (posed) words = $"{words} {thing.Pose}";
        float share = (float)thing.Pixels / picturePixels;
        if (share > 0.15f && dice.Chance(0.3f)) words = $"{dice.Pick("large", "big")} {words}";
        if (share < 0.025f && dice.Chance(0.2f)) words = $"{dice.Pick("small", "little")} {words}";
        return words is "sun" or "moon" ? $"the {words}" : Noun.WithArticle(words);
    }

    /// <summary>A noun with its color and pattern, each said one time in three.</summary>
    private string Dressed(WorldObject thing, string noun, bool inColor = false)
    {
        bool sayColor = inColor || (Things.AllThings.List[thing.Class].ColorIsSaid && dice.Chance(Said)),
            sayPattern = thing.Pattern != Pattern.Plain && dice.Chance(Said);
        var color = sayColor ? thing.Color.ToString().ToLowerInvariant() : "";
        var pattern = sayPattern ? thing.Pattern.ToString().ToLowerInvariant() : "";
        if (thing.Name == "person" && (sayColor || sayPattern)) return $"{noun} in {Join(pattern, color, sayPattern ? "clothes" : "")}";
        if (sayPattern && dice.Chance(0.3f)) return $"{Join(color, noun)} with {Marks(thing.Pattern)}";
        return Join(pattern, color, noun);
    }

    private static string Marks(Pattern pattern) => pattern switch
    {
        Pattern.Striped => "stripes",
        Pattern.Spotted => "spots",
        _ => "checks",
    };

    private static string Join(params ReadOnlySpan<string> words)
    {
        var kept = new List<string>();
        foreach (var word in words)
        {
            if (word.Length > 0) kept.Add(word);
        }

        return string.Join(' ', kept);
    }
}
