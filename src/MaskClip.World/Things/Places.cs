namespace MaskClip.World.Things;

/// <summary>Where things belong.</summary>
[Flags]
internal enum Places
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>Fields and meadows.</summary>
    Country = 1,

    /// <summary>Streets.</summary>
    Street = 2,

    /// <summary>Beaches.</summary>
    Beach = 4,

    /// <summary>On water, or in it.</summary>
    Water = 8,

    /// <summary>Snow.</summary>
    Snow = 16,

    /// <summary>A room's floor.</summary>
    Room = 32,

    /// <summary>On a table.</summary>
    Table = 64,

    /// <summary>Hung on a wall.</summary>
    Wall = 128,

    /// <summary>Flying.</summary>
    Air = 256,

    /// <summary>Fixed in the sky by day.</summary>
    Day = 512,

    /// <summary>Fixed in the sky by night.</summary>
    Night = 1024,

    /// <summary>Anything that is fixed in the sky.</summary>
    Heaven = Day | Night,

    /// <summary>Anything that stands on the ground.</summary>
    Ground = Country | Street | Beach | Snow | Room,
}
