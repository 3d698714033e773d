using MaskClip.World.Drawing;
using MaskClip.World.Scenes;
using MaskClip.World.Stuff;
using MaskClip.World.Words;

namespace MaskClip.World.Grammar;

/// <summary>Speaks of stuff: under things, behind them, or alone.</summary>
internal sealed class StuffPhrases(Dice dice, NounPhrases nouns)
{
    /// <summary>Where a thing is, by the stuff around its foot: "on the grass", "in the sky".</summary>
    public string Around(WorldStuff stuff, string thing) => stuff.Kind switch
    {
        StuffKind.Sky or StuffKind.NightSky => $"in {The(stuff)}",
        StuffKind.Water => $"{(thing == "fish" ? "in" : dice.Pick("on", "in"))} {The(stuff)}",
        StuffKind.Snow => $"{dice.Pick("on", "in")} {The(stuff)}",
        StuffKind.Wall => $"{(thing == "clock" ? "on" : "in front of")} {The(stuff)}",
        StuffKind.Mountain => $"in front of {The(stuff)}",
        _ => $"on {The(stuff)}",
    };

    /// <summary>What is behind a whole scene: "under a blue sky", "with mountains in the distance".</summary>
    public string Behind(WorldStuff stuff) => stuff.Kind switch
    {
        StuffKind.Sky => $"under {The(stuff)}",
        StuffKind.NightSky => dice.Chance(0.5f) ? $"under {The(stuff)}" : "at night",
        StuffKind.Mountain => dice.Pick("with mountains in the distance", "in front of mountains", "near a mountain"),
        StuffKind.Water => $"{dice.Pick("by", "near")} {The(stuff)}",
        StuffKind.Wall => $"in front of {The(stuff)}",
        _ => $"with {The(stuff)}",
    };

    /// <summary>Stuff by itself.</summary>
    public string The(WorldStuff stuff)
    {
        var noun = nouns.Name(WorldClasses.IndexOf(stuff.Kind)).One;
        var word = dice.Chance(0.5f) ? stuff.Word : "";
        if (word.Length == 0 && dice.Chance(0.2f))
        {
            word = (stuff.Kind, noun) switch
            {
                (StuffKind.Grass, "grass") => "green",
                (StuffKind.Snow, _) => "white",
                (StuffKind.Road, _) => "grey",
                _ => "",
            };
        }

        if (stuff.Kind == StuffKind.Mountain) return dice.Pick("mountains", "mountains", "a mountain", "the mountains");
        var words = word.Length > 0 ? $"{word} {noun}" : noun;
        bool mass = noun is "grass" or "sand" or "water" or "snow" or "sea";
        if (noun == "sea" || (word.Length == 0 && noun.EndsWith("sky", StringComparison.Ordinal))) return $"the {words}";
        if (mass) return dice.Chance(0.5f) ? words : $"the {words}";
        return dice.Chance(0.6f) ? Noun.WithArticle(words) : $"the {words}";
    }
}
