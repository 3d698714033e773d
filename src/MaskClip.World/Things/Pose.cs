namespace MaskClip.World.Things;

/// <summary>One way in which a thing can be.</summary>
/// <param name="Word">What captions say of it ("sitting"), or nothing.</param>
/// <param name="Width">How wide it is then, in the thing's units.</param>
/// <param name="Height">How high.</param>
/// <param name="Only">The places where it can be so; none when it can be so everywhere.</param>
internal sealed record Pose(string Word, float Width, float Height, Places Only = Places.None)
{
    /// <summary>Whether it can be so in one of these places.</summary>
    public bool Fits(Places places) => Only == Places.None || (Only & places) != Places.None;
}
