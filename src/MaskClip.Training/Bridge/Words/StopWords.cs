namespace MaskClip.Training.Bridge.Words;

/// <summary>Words of captions that name nothing that a position of a photo could show.</summary>
internal static class StopWords
{
    // English function words and numbers; what photographers say of photographs; what people in captions usually do, which no position
    // shows either.
    private static readonly HashSet<string> All = new(
        ("""
        a about above across after again against all along also am among an and another any are around as at away back be because been
        before behind being below beside besides between both but by can could did do does doing down during each either else end every
        few for from front full further get gets getting go goes going had has have having he her here hers him his how i if in inside
        instead into is it its itself just left less like little lot lots made make makes making many may me might more most much must my
        near nearby nearly next no nor not of off on once one ones only onto or other others our out outside over own part parts past per
        several shall she should side sides since so some someone something still such than that the their them themselves then there
        these they this those through to together too top toward towards two three four five six seven eight nine ten twelve twenty
        hundred under until up upon us various very was way we were what when where which while who whom whose why will with within
        without would yet you your picture pictures photo photos photograph photographs image images drawing painting rendering view views
        scene scenes close closeup shot background foreground middle center edge small large big old young new different long short tall
        high low empty open closed same standing stands stand sitting sits sit seated lying lies lie laying walking walks walk running
        runs run holding holds hold wearing wears wear looking looks look looked playing plays using used uses taking takes take taken
        shown shows showing show covered filled parked posing poses smiling watching talking eating working carrying pulling hanging hangs
        leaning resting facing dressed placed set sets seen stopped traveling driving moving jumping jumps riding rides
        """).Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    /// <summary>Whether a word of lower case letters is one, or is too short or too much a number to be a name.</summary>
    public static bool Contains(string word) => word.Length < 2 || char.IsDigit(word[0]) || All.Contains(word);
}
