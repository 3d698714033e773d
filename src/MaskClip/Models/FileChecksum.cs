using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace MaskClip.Models;

/// <summary>What a published file must hash to.</summary>
/// <param name="Kind">The checksum's name, for people.</param>
/// <param name="Hex">Its digits, lower-case.</param>
internal readonly record struct FileChecksum(string Kind, string Hex)
{
    private const string Sha256Kind = "SHA-256";
    private const string GitBlobKind = "git blob SHA-1";

    /// <summary>SHA-256 of the bytes: what large files are published with.</summary>
    public static FileChecksum Sha256(string hex) => new(Sha256Kind, hex.ToLowerInvariant());

    /// <summary>What git calls a file: SHA-1 of "blob", a space, the length, a zero byte and the bytes (git-hash-object).</summary>
    public static FileChecksum GitBlob(string hex) => new(GitBlobKind, hex.ToLowerInvariant());

    /// <summary>The checksum of that many digits; <see langword="null"/> where it is none of the two.</summary>
    public static FileChecksum? Of(string hex) => !hex.All(char.IsAsciiHexDigit) ? null : hex.Length switch
    {
        64 => Sha256(hex),
        40 => GitBlob(hex),
        _ => null,
    };

    /// <summary>The same kind of checksum of a file that is here.</summary>
    public async Task<string> ComputeAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        return Kind == Sha256Kind
            ? Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken))
            : await GitBlobAsync(stream, cancellationToken);
    }

    /// <summary>Whether a file is here and is that one.</summary>
    public async Task<bool> FitsAsync(string path, CancellationToken cancellationToken) =>
        File.Exists(path) && await ComputeAsync(path, cancellationToken) == Hex;

#pragma warning disable CA5350 // git's name for a file, not a choice of ours
    private static async Task<string> GitBlobAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes($"blob {stream.Length}\0"));
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;) hash.AppendData(buffer, 0, read);
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
#pragma warning restore CA5350
}
