using MaskClip.World.Drawing;

namespace MaskClip.World.Things;

/// <summary>A kind of thing that can be drawn in many ways.</summary>
/// <remarks>
/// Things are drawn in units of their own: about 1 high, foot at y = 0, up negative, centered on x = 0, facing right.
/// </remarks>
internal abstract class Thing
{
    /// <summary>For things that have no patterns.</summary>
    protected static readonly Pattern[] PlainOnly = [Pattern.Plain];

    private static readonly Pattern[] Usual = [.. Enumerable.Repeat(Pattern.Plain, 7), Pattern.Striped, Pattern.Spotted, Pattern.Checked];

    /// <summary>What it is called.</summary>
    public abstract string Name { get; }

    /// <summary>Where it belongs.</summary>
    public abstract Places Places { get; }

    /// <summary>The height of 1 unit at middle distance, as a share of the picture's short side.</summary>
    public abstract float Size { get; }

    /// <summary>How often it is chosen where it could be, others having 4.</summary>
    /// <remarks>Things that fit into few scenes have more, so that all are seen about as often.</remarks>
    public virtual int Weight => 4;

    /// <summary>The poses, each as likely.</summary>
    public abstract IReadOnlyList<Pose> Poses { get; }

    /// <summary>The colors it has most often; a name that stands twice is twice as likely.</summary>
    public abstract IReadOnlyList<ColorName> UsualColors { get; }

    /// <summary>Whether it may have any other color too.</summary>
    public virtual bool AnyColor => true;

    /// <summary>Whether captions name its color.</summary>
    public virtual bool ColorIsSaid => true;

    /// <summary>The patterns it can have; one that stands twice is twice as likely.</summary>
    public virtual IReadOnlyList<Pattern> Patterns => Usual;

    /// <summary>How far it may be turned to either side, in full turns.</summary>
    public virtual float Tilt => 0.008f;

    /// <summary>Whether it shines by itself, and is neither shaded nor darkened by night.</summary>
    public virtual bool IsLuminous => false;

    /// <summary>Whether it belongs in one of these places.</summary>
    public bool BelongsIn(Places places) => (Places & places) != Places.None;

    /// <summary>Draws it.</summary>
    /// <param name="pad">Takes the shapes; begun with the thing's coat.</param>
    /// <param name="pose">One of <see cref="Poses"/>.</param>
    /// <param name="dice">Decides its shape.</param>
    public abstract void Draw(Pad pad, Pose pose, Dice dice);
}
