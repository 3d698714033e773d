using static MaskClip.World.Words.Kinship;

namespace MaskClip.World.Words;

/// <summary>The words of the small world: for each class the names that captions use, and those held out from all captions.</summary>
internal static class Lexicon
{
    private static readonly Entry[] Entries =
    [
        new(["car"], [("sports car", Phrase), ("motorcar", Compound), ("automobile", Unrelated)]),
        new([new Noun("bus", "buses")], [("school bus", Phrase), ("coach", Unrelated)]),
        new(["train"], [("express train", Phrase), ("locomotive", Unrelated)]),
        new(["boat", "ship"], [("fishing boat", Phrase), ("rowboat", Compound), ("vessel", Unrelated)]),
        new(["aeroplane", "plane", "airplane"], [("passenger plane", Phrase), ("aircraft", Unrelated)]),
        new(["bicycle", "bike"], [("racing bike", Phrase), ("pushbike", Compound)]),
        new(["house"], [("family house", Phrase), ("cottage", Unrelated), ("home", Unrelated)]),
        new(["tower"], [("church tower", Phrase), ("skyscraper", Unrelated), ("lighthouse", Unrelated)]),
        new(["tree"], [("oak tree", Phrase), ("sapling", Unrelated)]),
        new(["flower"], [("wild flower", Phrase), ("blossom", Unrelated)]),
        new(["cat"], [("tabby cat", Phrase), ("pussycat", Compound), ("kitten", Unrelated)]),
        new(["dog"], [("pet dog", Phrase), ("puppy", Unrelated), ("hound", Unrelated)]),
        new(["horse"], [("riding horse", Phrase), ("pony", Unrelated), ("stallion", Unrelated)]),
        new(["cow"], [("dairy cow", Phrase), ("cattle", Unrelated)]),
        new([new Noun("sheep", "sheep")], [("woolly sheep", Phrase), ("lamb", Unrelated)]),
        new(["bird"], [("wild bird", Phrase), ("songbird", Compound), ("fowl", Unrelated)]),
        new([new Noun("fish", "fish")], [("tropical fish", Phrase), ("trout", Unrelated)]),
        new([new Noun("person", "people")], [("young person", Phrase), ("human", Unrelated), ("pedestrian", Unrelated)]),
        new(["chair"], [("dining chair", Phrase), ("armchair", Unrelated), ("seat", Unrelated)]),
        new(["table"], [("kitchen table", Phrase), ("desk", Unrelated)]),
        new(["bottle"], [("wine bottle", Phrase), ("flask", Unrelated)]),
        new(["cup", "mug"], [("coffee cup", Phrase), ("teacup", Unrelated)]),
        new(["apple"], [("ripe apple", Phrase), ("fruit", Unrelated)]),
        new(["ball"], [("rubber ball", Phrase), ("sphere", Unrelated)]),
        new(["book"], [("library book", Phrase), ("novel", Unrelated)]),
        new(["clock"], [("alarm clock", Phrase), ("timepiece", Unrelated)]),
        new(["sun"], [("midday sun", Phrase), ("sunshine", Unrelated)]),
        new(["moon"], [("harvest moon", Phrase), ("crescent", Unrelated)]),
        new(["cloud"], [("rain cloud", Phrase), ("cumulus", Unrelated)]),
        new(["umbrella"], [("garden umbrella", Phrase), ("parasol", Unrelated)]),
        new(["kite"], [("toy kite", Phrase)]),
        new(["balloon", "hot-air balloon"], [("gas balloon", Phrase)]),
        new(["lamp"], [("desk lamp", Phrase), ("lantern", Unrelated)]),
        new(["mushroom"], [("forest mushroom", Phrase), ("toadstool", Unrelated)]),
        new([new Noun("butterfly", "butterflies")], [("monarch butterfly", Phrase), ("moth", Unrelated)]),
        new(["traffic light"], [("traffic signal", Phrase), ("stoplight", Compound)]),
        new([new Noun("sky", "skies")], [("morning sky", Phrase), ("heavens", Unrelated)]),
        new([new Noun("night sky", "night skies")], [("midnight sky", Phrase)]),
        new([new Noun("grass", "grass"), new Noun("meadow", "meadows")], [("long grass", Phrase), ("lawn", Unrelated)]),
        new([new Noun("sand", "sand"), new Noun("beach", "beaches")], [("desert sand", Phrase), ("dune", Unrelated)]),
        new([new Noun("water", "water"), new Noun("sea", "sea")], [("salt water", Phrase), ("ocean", Unrelated)]),
        new([new Noun("snow", "snow")], [("powder snow", Phrase), ("frost", Unrelated)]),
        new(["road", "street"], [("country road", Phrase), ("pavement", Unrelated)]),
        new(["wall"], [("garden wall", Phrase), ("brickwork", Unrelated)]),
        new(["floor"], [("kitchen floor", Phrase), ("parquet", Unrelated)]),
        new(["mountain"], [("mountain range", Phrase), ("peak", Unrelated), ("hill", Unrelated)]),
    ];

    /// <summary>The names of a class.</summary>
    public static Entry Of(int @class) => Entries[@class];

    /// <summary>The names of every class, in the order of the masks' indices.</summary>
    public static IReadOnlyList<Entry> All => Entries;
}
