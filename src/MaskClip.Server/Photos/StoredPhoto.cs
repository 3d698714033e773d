using System.Security.Cryptography;

namespace MaskClip.Server.Photos;

/// <summary>A photo as it was received.</summary>
/// <param name="Id">The checksum of its bytes, by which it is asked for.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Width">Width of the upright photo.</param>
/// <param name="Height">Height of the upright photo.</param>
internal sealed record StoredPhoto(string Id, byte[] Bytes, int Width, int Height)
{
    /// <summary>What a photo is called in messages: never by the name that its client gave it.</summary>
    public const string Name = "The photo";

    /// <summary>The id of a file.</summary>
    public static string IdOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Whether a text can be an id.</summary>
    public static bool IsId(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);
}
