namespace MaskClip.Annotations.Formats.Tables;

/// <summary>A region as a row of a table; a photo without regions is a row with nothing but its name and size.</summary>
internal sealed record RegionRow(string Photo, int Width, int Height)
{
    /// <summary>The columns in their order.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "photo", "width", "height", "region", "class", "name", "score", "crowd", "area", "x", "y", "box_width", "box_height", "counts",
    ];

    /// <summary>The region's number in its photo, from 0 on.</summary>
    public int? Region { get; init; }

    /// <summary>Its class's id.</summary>
    public int? Class { get; init; }

    /// <summary>Its class's name.</summary>
    public string? Name { get; init; }

    /// <summary>Its confidence, 0..1.</summary>
    public double? Score { get; init; }

    /// <summary>Whether it covers several objects.</summary>
    public bool? Crowd { get; init; }

    /// <summary>How many pixels it has.</summary>
    public long? Area { get; init; }

    /// <summary>Its box in pixels.</summary>
    public (int X, int Y, int Width, int Height)? Box { get; init; }

    /// <summary>Its pixels: COCO's compressed run lengths.</summary>
    public string? Counts { get; init; }
}
