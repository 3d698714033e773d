namespace MaskClip.Annotations.Shapes;

/// <summary>How labels become instances.</summary>
public sealed record InstanceOptions
{
    /// <summary>Whether each connected part of a class is an instance; otherwise all pixels of a class are one.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool Split { get; init; } = true;

    /// <summary>Which pixels hang together.</summary>
    /// <value>The default value is <see cref="Connectivity.Eight"/>.</value>
    public Connectivity Connectivity { get; init; }

    /// <summary>Parts of fewer pixels are left out.</summary>
    /// <value>The default value is 1: all are kept.</value>
    public int MinArea { get; init; } = 1;

    /// <summary>Whether the holes of a part are filled, so that instances may overlap.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool FillHoles { get; init; }
}
