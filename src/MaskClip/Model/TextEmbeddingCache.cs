using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using MaskClip.Checkpoints;

namespace MaskClip.Model;

/// <summary>Unit-length text embeddings on disk, one safetensors file for each model and template set.</summary>
/// <remarks>
/// A file that cannot be read counts as empty, an embedding whose checksum is wrong as absent. Two processes that save at once cannot
/// damage the file; at worst one's additions are computed again. Safe to use from several threads.
/// </remarks>
internal sealed class TextEmbeddingCache
{
    private const string Mark = "=";

    private readonly string path;
    private readonly int size;
    private readonly ConcurrentDictionary<string, float[]> rows;
    private readonly Lock saving = new();
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
        rows = new(Read(), StringComparer.Ordinal);
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
        Volatile.Write(ref changed, true);
    }

    /// <summary>
    /// Writes what was added, together with what others have saved meanwhile. Where another thread is writing, that one writes this too.
    /// </summary>
    /// <exception cref="IOException">It cannot be written; it stays in memory, and the next save tries again.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public void Save()
    {
        while (Volatile.Read(ref changed) && saving.TryEnter())
        {
            try
            {
                changed = false;
                Write();
            }
            catch
            {
                changed = true;
                throw;
            }
            finally
            {
                saving.Exit();
            }
        }
    }

    private void Write()
    {
        foreach (var (text, row) in Read()) rows.TryAdd(text, row);
        KeyValuePair<string, float[]>[] all =
        [
            .. rows.ToArray().Where(row => CanBeWritten(row.Key)).Select(row => KeyValuePair.Create(Key(row.Key), row.Value))
        ];
        SafetensorsWriter.Write(
            path,
            all.Select(entry => (entry.Key, new[] { size }, entry.Value)),
            all.ToDictionary(entry => entry.Key, entry => Checksum(entry.Value), StringComparer.Ordinal));
    }

    // Halves of characters, which UTF-8 does not have.
    private static bool CanBeWritten(string text) => !text.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar);

    // Marked, so that no text is the file's own key, which is __metadata__.
    private static string Key(string text) => Mark + text;

    private Dictionary<string, float[]> Read()
    {
        var found = new Dictionary<string, float[]>(StringComparer.Ordinal);
        if (!File.Exists(path)) return found;
        try
        {
            using var file = SafetensorsFile.Open(path);
            foreach (var (key, tensor) in file.Tensors)
            {
                if (!key.StartsWith(Mark, StringComparison.Ordinal) || tensor.Type != ElementType.Float32 || tensor.Count != size) continue;
                var row = tensor.ToArray();
                if (file.Metadata.TryGetValue(key, out var checksum) && checksum == Checksum(row)) found[key[Mark.Length..]] = row;
            }
        }
        catch (Exception error) when (error is CheckpointException or IOException or UnauthorizedAccessException)
        {
            found.Clear(); // it is only a cache: what is lost is computed again
        }

        return found;
    }

    private static string Checksum(float[] row) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes<float>(row)).ToString("x16");
}
