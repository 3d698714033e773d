namespace MaskClip.Server.Photos;

/// <summary>Which model embeds a photo, with which method and at which size.</summary>
/// <param name="Model">The model's name in this service.</param>
/// <param name="Method">The method.</param>
/// <param name="Size">Short side in pixels.</param>
internal sealed record EmbeddingChoice(string Model, string Method, int Size)
{
    /// <summary>The same as a query, for an address.</summary>
    public string ToQuery() => $"?model={Uri.EscapeDataString(Model)}&method={Uri.EscapeDataString(Method)}&size={Size}";

    /// <summary>What distinguishes a photo's features by this choice from those by others.</summary>
    public string Key(string id) => $"{id}|{Model}|{Method}|{Size}";
}
