using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.Graph;
using MaskClip.Model;
using MaskClip.Scores;
using MaskClip.Storage;
using MaskClip.Students;
using MaskClip.Towers;

namespace MaskClip.Export;

/// <summary><c>onnx.json</c>: what somebody who has only the exported files needs to know.</summary>
internal sealed class OnnxDescription
{
    /// <summary>The file's name.</summary>
    public const string FileName = "onnx.json";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Dictionary<string, string> Meanings = new(StringComparer.Ordinal)
    {
        [ImageGraphNames.Image] = "photos as 'photo' says: planar, channels in the order that it names",
        [ImageGraphNames.Positions] =
            "position embeddings of the photo's grid, class token first; those of one size are in grid.safetensors",
        [ImageGraphNames.Neighbors] = "neighbor bias of the photo's grid, class token first; that of one size is in grid.safetensors",
        [ImageGraphNames.Features] =
            "unit-length features of every grid cell, row by row: the cosine with a unit-length text embedding is the score",
        [ImageGraphNames.Key] = "keys of every grid cell, for key smoothing",
        [ImageGraphNames.Surroundings] = "unit-length features of the square of cells around each, for the presence prior",
        [ImageGraphNames.Raw] = "features before they are brought to unit length",
        [TextTransformer.Tokens] = "token ids of each text, both ends included, padded with anything",
        [TextTransformer.End] = "index of each text's end token",
        [TextTransformer.Features] = "text embeddings, to be brought to unit length; averaged over templates where there are several",
        [StudentGraph.Logits] =
            "one map a class: upsample them bilinearly to the photo's size, the greatest wins; their softmax is the confidence",
    };

    private readonly JsonObject json;
    private readonly JsonArray graphs = [];

    /// <summary>Begins a description.</summary>
    /// <param name="from">What was exported.</param>
    /// <param name="hash">Checksum of its bytes.</param>
    public OnnxDescription(string from, string hash) => json = new JsonObject
    {
        ["made-by"] = $"MaskClip for .NET {typeof(OnnxDescription).Assembly.GetName().Version?.ToString(3)}",
        ["from"] = from,
        ["hash"] = hash,
        ["graphs"] = graphs,
    };

    /// <summary>Adds a graph.</summary>
    public void Add(
        string file,
        IReadOnlyList<string> weightFiles,
        IReadOnlyList<GraphValue> inputs,
        IReadOnlyList<GraphValue> outputs) => graphs.Add((JsonNode)new JsonObject
        {
            ["file"] = file,
            ["weights"] = Texts(weightFiles),
            ["inputs"] = Values(inputs),
            ["outputs"] = Values(outputs),
        });

    /// <summary>Says how photos become input.</summary>
    /// <param name="shortSide">Pixels of the short side.</param>
    /// <param name="multiple">What both sides must be multiples of.</param>
    /// <param name="cell">Input pixels per cell of the output.</param>
    /// <param name="normalization">Mean and deviation of red, green, blue, and their order.</param>
    public void AddPhoto(int shortSide, int multiple, int cell, PhotoNormalization normalization) => json["photo"] = new JsonObject
    {
        ["resize"] = "bicubic with antialiasing (Pillow's), ratio kept",
        ["short-side"] = shortSide,
        ["multiple-of"] = multiple,
        ["pixels-per-cell"] = cell,
        ["normalise"] = "(value / 255 - mean) / std",
        ["channels"] = normalization.IsBgr ? "blue, green, red" : "red, green, blue",
        ["mean"] = new JsonArray([.. normalization.Mean.Select(value => JsonValue.Create(value))]),
        ["std"] = new JsonArray([.. normalization.Std.Select(value => JsonValue.Create(value))]),
    };

    /// <summary>Adds the classes of a student, by logit.</summary>
    public void AddClasses(Vocabulary vocabulary) => json["classes"] = Texts(vocabulary.Classes.Select(one => one.Name));

    /// <summary>Adds a remark.</summary>
    public void Add(string key, string value) => json[key] = value;

    /// <summary>Writes the file and returns its path.</summary>
    public string Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        AtomicFile.WriteAllText(path, json.ToJsonString(Readable) + "\n");
        return path;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static JsonArray Values(IReadOnlyList<GraphValue> values) =>
        [.. values.Select(value => (JsonNode)new JsonObject
        {
            ["name"] = value.Name,
            ["type"] = value.Type,
            ["shape"] = new JsonArray(
                [
                    .. value.Shape.Select(size =>
                        size is string name ? JsonValue.Create(name) : (JsonNode)JsonValue.Create(Convert.ToInt64(size))),
                ]),
            ["what"] = Meanings.GetValueOrDefault(value.Name, ""),
        })];
}
