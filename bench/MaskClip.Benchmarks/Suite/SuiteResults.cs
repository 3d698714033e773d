using System.Text.Json;
using System.Text.Json.Serialization;

namespace MaskClip.Benchmarks.Suite;

/// <summary>The cells that are finished, in a file: an interrupted suite goes on where it was.</summary>
internal sealed class SuiteResults
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        IgnoreReadOnlyProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly List<SuiteCell> cells = File.Exists(FilePath)
        ? JsonSerializer.Deserialize<List<SuiteCell>>(File.ReadAllText(FilePath), Json)!
        : [];

    /// <summary>The file. Whoever deletes it measures anew.</summary>
    public static string FilePath { get; } = Path.Combine(RandomModel.Folder, "suite.json");

    /// <summary>A cell, if it is finished.</summary>
    public SuiteCell? Find(SuiteModel model, int pixels, SuiteSide side) =>
        cells.Find(cell => cell.Model == model.Name && cell.Pixels == pixels && cell.Side == side.Name);

    /// <summary>Keeps a cell.</summary>
    public void Add(SuiteCell cell)
    {
        cells.Add(cell);
        Storage.AtomicFile.WriteAllText(FilePath, JsonSerializer.Serialize(cells, Json));
    }
}
