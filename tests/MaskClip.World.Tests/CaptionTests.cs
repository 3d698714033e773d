using System.Text.RegularExpressions;
using MaskClip.Text;
using MaskClip.World.Drawing;
using MaskClip.World.Grammar;
using MaskClip.World.Scenes;
using MaskClip.World.Stuff;
using MaskClip.World.Words;

namespace MaskClip.World.Tests;

public class CaptionTests
{
    private const int EachScene = 6;
    private const string Adjectives = "striped|spotted|checked|red|orange|yellow|green|blue|purple|pink|brown|black|white|grey";

    private static readonly Regex NightSky = new(@"\bnight sk(y|ies)\b|\bat night\b");
    private static readonly Regex[] Spoken =
    [
        .. Lexicon.All.Select(entry => new Regex($@"\b({string.Join('|', entry.Seen.Select(noun => $"{noun.One}|{noun.Many}"))})\b"))
    ];

    private static readonly string[] Numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    private static readonly Regex Counted = new(
        $@"\b({string.Join('|', Numbers)}) (?:(?:{Adjectives}) )*(traffic lights|hot-air balloons|\w+)\b");

    [Fact]
    public void Captions_SpeakOnlyOfWhatCanBeSeen()
    {
        foreach (var (scene, caption) in All())
        {
            foreach (int spoken in ClassesIn(caption))
            {
                bool there = spoken < WorldClasses.ThingCount
                    ? scene.Objects.Any(thing => thing.Class == spoken && thing.CanBeSeen(ManyScenes.Size * ManyScenes.Size))
                    : scene.Stuff.Any(stuff => WorldClasses.IndexOf(stuff.Kind) == spoken && stuff.Pixels > 0);
                Assert.True(there, $"scene {scene.Seed} ({scene.Split}), '{caption}': there is no {WorldClasses.Names[spoken]}");
            }
        }
    }

    [Fact]
    public void Captions_Numbers_AreTheNumbersOfThings()
    {
        int counted = 0;
        foreach (var (scene, caption) in All())
        {
            foreach (Match match in Counted.Matches(caption))
            {
                int spoken = Array.FindIndex(Lexicon.All.ToArray(), entry => entry.Seen.Any(noun => noun.Many == match.Groups[2].Value));
                if (spoken < 0) continue;
                counted++;
                int visible = scene.Objects.Count(thing => thing.Class == spoken && thing.CanBeSeen(ManyScenes.Size * ManyScenes.Size));
                Assert.Equal(visible, Array.IndexOf(Numbers, match.Groups[1].Value));
            }
        }

        Assert.True(counted > 200, $"only {counted} numbers were found");
    }

    [Fact]
    public void Captions_Colors_AreThoseOfThings()
    {
        int colored = 0;
        foreach (var (scene, caption) in All())
        {
            foreach (Match match in Regex.Matches(caption, $@"\b({string.Join('|', Colors.All).ToLowerInvariant()}) (\w+)"))
            {
                int spoken = Enumerable.Range(0, WorldClasses.ThingCount)
                    .FirstOrDefault(
                        i => Lexicon.Of(i).Seen.Any(noun => match.Groups[2].Value == noun.One || match.Groups[2].Value == noun.Many), -1);
                if (spoken < 0) continue;
                colored++;
                Assert.Contains(
                    scene.Objects,
                    thing => thing.Class == spoken && thing.Color.ToString().Equals(
                        match.Groups[1].Value, StringComparison.OrdinalIgnoreCase));
            }
        }

        Assert.True(colored > 1000, $"only {colored} colored things were found");
    }

    [Fact]
    public void Captions_OfTrain_NeverSayAHeldOutCombination()
    {
        var forbidden = HeldOut.All.SelectMany(pair =>
        {
            var names = Lexicon.All.Single(entry => entry.Name == pair.Thing).Seen;
            var color = pair.Color.ToString().ToLowerInvariant();
            return names.Select(noun => new Regex($@"\b({color} ({noun.One}|{noun.Many})|({noun.One}|{noun.Many}) in (\w+ed )?{color})\b"));
        }).ToList();
        foreach (var (_, caption) in Of(ManyScenes.Train))
        {
            Assert.DoesNotContain(forbidden, combination => combination.IsMatch(caption));
        }

        Assert.Contains(Of(ManyScenes.Test), pair => forbidden.Any(combination => combination.IsMatch(pair.Caption)));
    }

    [Fact]
    public void Captions_NeverUseUnseenNames()
    {
        var unseen = Lexicon.All.SelectMany(entry => entry.Unseen).Select(name => new Regex($@"\b{name.Name}s?\b")).ToList();
        foreach (var (_, caption) in All()) Assert.DoesNotContain(unseen, name => name.IsMatch(caption));
    }

    [Fact]
    public void Captions_AreVariedAndShort()
    {
        var captions = Of(ManyScenes.Train).Select(pair => pair.Caption).ToList();
        Assert.True(
            captions.Distinct().Count() > 0.85 * captions.Count, $"{captions.Distinct().Count()} of {captions.Count} are different");
        Assert.All(captions, caption => Assert.InRange(ClipTokenizer.Shared.Encode(caption).Length, 1, 48));
        foreach (var words in new[]
        {
            " left ", " right ", "in front of", " on ", " under ", "striped", "spots", "a photo of", " and ", "two ",
        })
        {
            Assert.True(captions.Count(caption => $" {caption} ".Contains(words)) > 20, $"'{words}' is rare");
        }
    }

    [Fact]
    public void Caption_SameNumber_IsTheSame()
    {
        var scene = ManyScenes.Train[7];
        Assert.Equal(scene.Caption(2), scene.Caption(2));
        Assert.True(Enumerable.Range(0, 20).Select(scene.Caption).Distinct().Count() > 8);
    }

    private IEnumerable<(WorldScene Scene, string Caption)> All() => Of(ManyScenes.Train).Concat(Of(ManyScenes.Test));

    private static IEnumerable<(WorldScene Scene, string Caption)> Of(IEnumerable<WorldScene> scenes) =>
        scenes.SelectMany(scene => Enumerable.Range(0, EachScene).Select(number => (scene, scene.Caption(number))));

    private static IEnumerable<int> ClassesIn(string caption)
    {
        // "night sky" is not also "sky".
        var rest = NightSky.Replace(caption, "");
        int night = WorldClasses.IndexOf(StuffKind.NightSky);
        if (rest != caption) yield return night;
        for (int i = 0; i < Spoken.Length; i++)
        {
            if (i != night && Spoken[i].IsMatch(rest)) yield return i;
        }
    }
}
