using System.IO.Hashing;
using System.Runtime.InteropServices;
using MaskClip.Checkpoints;

namespace MaskClip.Words;

/// <summary>Unit-length text embeddings on disk, one safetensors file for each model and template set.</summary>
/// <remarks>
/// A file that cannot be read counts as empty, an embedding whose checksum is wrong as absent. Two processes that save at once cannot damage the
/// file; at worst one's additions are computed again.
/// </remarks>
internal sealed class TextEmbeddingCache
{
    private readonly string path;
    private readonly int size;
    private readonly Dictionary<string, float[]> rows;
    private bool changed;

    /// <summary>Opens the cache of a model and a template set.</summary>
    /// <param name="folder">Where the files are kept.</param>
    /// <param name="model">The model's hash and variant.</param>
    /// <param name="templates">The template set.</param>
    /// <param name="size">Length of an embedding.</param>
    public TextEmbeddingCache(string folder, string model, PromptTemplates templates, int size)
    {
        path = Path.Combine(folder, $"{model}-{templates.Hash()[..16]}.safetensors");
        this.size = size;
        rows = Read();
    }

    /// <summary>Copies a text's embedding, if it is there.</summary>
    public bool TryGet(string text, Span<float> destination)
    {
        if (!rows.TryGetValue(text, out var row)) return false;
        row.CopyTo(destination);
        return true;
    }

    /// <summary>Adds a text's embedding; <see cref="Save"/> writes it.</summary>
    public void Add(string text, ReadOnlySpan<float> embedding)
    {
        rows[text] = embedding.ToArray();
        changed = true;
    }

    /// <summary>Writes what was added, together with what others have saved meanwhile.</summary>
    public void Save()
    {
        if (!changed) return;
        foreach (var (text, row) in Read()) rows.TryAdd(text, row);
        SafetensorsWriter.Write(
            path,
            rows.Select(entry => (entry.Key, new[] { size }, entry.Value)),
            rows.ToDictionary(entry => entry.Key, entry => Checksum(entry.Value), StringComparer.Ordinal));
        changed = false;
    }

    private Dictionary<string, float[]> Read()
    {
        var found = new Dictionary<string, float[]>(StringComparer.Ordinal);
        if (!File.Exists(path)) return found;
        try
        {
            using var file = SafetensorsFile.Open(path);
            foreach (var (text, tensor) in file.Tensors)
            {
                if (tensor.Type != ElementType.Float32 || tensor.Count != size) continue;
                var row = tensor.ToArray();
                if (file.Metadata.TryGetValue(text, out var checksum) && checksum == Checksum(row)) found[text] = row;
            }
        }
        catch (Exception fault) when (fault is CheckpointException or IOException or UnauthorizedAccessException)
        {
            found.Clear(); // it is only a cache: what is lost is computed again
        }

        return found;
    }

    private static string Checksum(float[] row) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes<float>(row)).ToString("x16");
}
