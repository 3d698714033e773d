namespace MaskClip.Training.Bridge.SelfTraining;

/// <summary>
/// What surrounds things in photographs, whether captions say it or not: without these, a photo's own words would have to cover all of it.
/// </summary>
internal static class StuffWords
{
    /// <summary>The words.</summary>
    public static IReadOnlyList<string> All { get; } =
        ("sky cloud grass field meadow tree forest bush leaf flower plant mountain hill rock stone gravel sand beach snow ice water " +
         "sea river road street path sidewalk ground dirt mud floor carpet rug wall brick ceiling window door curtain building house " +
         "roof fence bridge bed blanket pillow shelf wood metal").Split(' ');
}
