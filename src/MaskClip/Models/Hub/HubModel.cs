namespace MaskClip.Models.Hub;

/// <summary>A model on the hub that has a short name here.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Name">The short name.</param>
/// <param name="Repository">The repository: <c>ORG/NAME</c>.</param>
/// <param name="License">The license that its publisher gives it, with the source where two differ.</param>
/// <param name="Use">What it is for, in a word or two.</param>
public sealed record HubModel(string Name, string Repository, string License, string Use)
{
    /// <summary>Its name on the hub.</summary>
    public HubName Hub => HubName.Parse(HubName.Prefix + Repository);
}
