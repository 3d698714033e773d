using static MaskClip.World.Words.Kinship;

namespace MaskClip.World.Words;

/// <summary>The words of the small world: for each class the names that captions use, and those held out from all captions.</summary>
internal static class Lexicon
{
    private static readonly Entry[] Entries =
    [
        new(["car"], [("sports car", Phrase), ("motorcar", Compound), ("automobile", Stranger)]),
        new([new Noun("bus", "buses")], [("school bus", Phrase), ("coach", Stranger)]),
        new(["train"], [("express train", Phrase), ("locomotive", Stranger)]),
        new(["boat", "ship"], [("fishing boat", Phrase), ("rowboat", Compound), ("vessel", Stranger)]),
        new(["aeroplane", "plane", "airplane"], [("passenger plane", Phrase), ("aircraft", Stranger)]),
        new(["bicycle", "bike"], [("racing bike", Phrase), ("pushbike", Compound)]),
        new(["house"], [("family house", Phrase), ("cottage", Stranger), ("home", Stranger)]),
        new(["tower"], [("church tower", Phrase), ("skyscraper", Stranger), ("lighthouse", Stranger)]),
        new(["tree"], [("oak tree", Phrase), ("sapling", Stranger)]),
        new(["flower"], [("wild flower", Phrase), ("blossom", Stranger)]),
        new(["cat"], [("tabby cat", Phrase), ("pussycat", Compound), ("kitten", Stranger)]),
        new(["dog"], [("pet dog", Phrase), ("puppy", Stranger), ("hound", Stranger)]),
        new(["horse"], [("riding horse", Phrase), ("pony", Stranger), ("stallion", Stranger)]),
        new(["cow"], [("dairy cow", Phrase), ("cattle", Stranger)]),
        new([new Noun("sheep", "sheep")], [("woolly sheep", Phrase), ("lamb", Stranger)]),
        new(["bird"], [("wild bird", Phrase), ("songbird", Compound), ("fowl", Stranger)]),
        new([new Noun("fish", "fish")], [("tropical fish", Phrase), ("trout", Stranger)]),
        new([new Noun("person", "people")], [("young person", Phrase), ("human", Stranger), ("pedestrian", Stranger)]),
        new(["chair"], [("dining chair", Phrase), ("armchair", Stranger), ("seat", Stranger)]),
        new(["table"], [("kitchen table", Phrase), ("desk", Stranger)]),
        new(["bottle"], [("wine bottle", Phrase), ("flask", Stranger)]),
        new(["cup", "mug"], [("coffee cup", Phrase), ("teacup", Stranger)]),
        new(["apple"], [("ripe apple", Phrase), ("fruit", Stranger)]),
        new(["ball"], [("rubber ball", Phrase), ("sphere", Stranger)]),
        new(["book"], [("library book", Phrase), ("novel", Stranger)]),
        new(["clock"], [("alarm clock", Phrase), ("timepiece", Stranger)]),
        new(["sun"], [("midday sun", Phrase), ("sunshine", Stranger)]),
        new(["moon"], [("harvest moon", Phrase), ("crescent", Stranger)]),
        new(["cloud"], [("rain cloud", Phrase), ("cumulus", Stranger)]),
        new(["umbrella"], [("garden umbrella", Phrase), ("parasol", Stranger)]),
        new(["kite"], [("toy kite", Phrase)]),
        new(["balloon", "hot-air balloon"], [("gas balloon", Phrase)]),
        new(["lamp"], [("desk lamp", Phrase), ("lantern", Stranger)]),
        new(["mushroom"], [("forest mushroom", Phrase), ("toadstool", Stranger)]),
        new([new Noun("butterfly", "butterflies")], [("monarch butterfly", Phrase), ("moth", Stranger)]),
        new(["traffic light"], [("traffic signal", Phrase), ("stoplight", Compound)]),
        new([new Noun("sky", "skies")], [("morning sky", Phrase), ("heavens", Stranger)]),
        new([new Noun("night sky", "night skies")], [("midnight sky", Phrase)]),
        new([new Noun("grass", "grass"), new Noun("meadow", "meadows")], [("long grass", Phrase), ("lawn", Stranger)]),
        new([new Noun("sand", "sand"), new Noun("beach", "beaches")], [("desert sand", Phrase), ("dune", Stranger)]),
        new([new Noun("water", "water"), new Noun("sea", "sea")], [("salt water", Phrase), ("ocean", Stranger)]),
        new([new Noun("snow", "snow")], [("powder snow", Phrase), ("frost", Stranger)]),
        new(["road", "street"], [("country road", Phrase), ("pavement", Stranger)]),
        new(["wall"], [("garden wall", Phrase), ("brickwork", Stranger)]),
        new(["floor"], [("kitchen floor", Phrase), ("parquet", Stranger)]),
        new(["mountain"], [("mountain range", Phrase), ("peak", Stranger), ("hill", Stranger)]),
    ];

    /// <summary>The names of a class.</summary>
    public static Entry Of(int @class) => Entries[@class];

    /// <summary>The names of every class, in the order of the masks' indices.</summary>
    public static IReadOnlyList<Entry> All => Entries;
}
