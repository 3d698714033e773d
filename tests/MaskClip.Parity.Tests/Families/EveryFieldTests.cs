using System.Text.Json.Nodes;
using MaskClip.Checkpoints;
using MaskClip.Families;
using MaskClip.Model;
using MaskClip.Models;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Families;

/// <summary>
/// No field of a configuration is passed over: each one, changed by itself, refuses the model, or changes its numbers, or stands in the list
/// of those that have no effect on a trained model. A field that nobody knows refuses it.
/// </summary>
public sealed class EveryFieldTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    private const string OpenClip = "open_clip_config.json", HuggingFace = "config.json";

    // What transformers and open_clip keep beside a model, where training began, and what shapes of tensors say by themselves.
    private static readonly HashSet<string> WithoutEffect =
    [
        "torch_dtype", "initializer_factor", "logit_scale_init_value", "init_logit_bias", "custom_text", "timm_model_pretrained",
        "init_values", "vision_fn", "layerscale_value", "temperature_init_value", "AutoConfig", "AutoModel", "bos_token_id", "pad_token_id",
        "fill_color", "mean", "std", // of photos, which are not given here
        "interpolation", "resize_mode",
    ];

    // Transformers goes by the root's; CLIP's perceptrons by the tensors' shapes; a tower's own type by where it stands.
    private static readonly HashSet<string> WithoutEffectIn =
    [
        "text_config.projection_dim", "vision_config.projection_dim", "text_config.model_type", "vision_config.model_type",
        "text_config.intermediate_size", "vision_config.intermediate_size", "vision_config.mlp_ratio",
    ];

    public static TheoryData<string, string, string> Models => new()
    {
        { "siglip/hf", HuggingFace, "32" }, { "siglip/openclip", OpenClip, "32" },
        { "metaclip2/hf-xlmv", HuggingFace, "32" }, { "metaclip2/openclip-mt5", OpenClip, "32" }, { "metaclip2/openclip-xlmv", OpenClip, "32" },
        { "tipsv2/hf", HuggingFace, "28" }, { "tipsv2/hf-native-swiglu", HuggingFace, "28" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Field_ThatIsChanged_IsHonoredOrRefused(string model, string file, string side)
    {
        var folder = Golden.Copy(home.Folder, model);
        var path = Path.Combine(folder, file);
        var text = File.ReadAllText(path);
        var plain = Numbers(folder, int.Parse(side));
        var passedOver = new List<string>();
        foreach (var keys in Leaves(JsonNode.Parse(text)!))
        {
            if (WithoutEffect.Contains(keys[^1]) || IsShape(model, keys)) continue;
            foreach (var changed in Changed(Find(JsonNode.Parse(text)!, keys)!))
            {
                var root = JsonNode.Parse(text)!;
                Find(root, keys[..^1])![keys[^1]] = changed.DeepClone();
                File.WriteAllText(path, root.ToJsonString());
                if (Refused(folder, int.Parse(side), out var numbers) is { } error) Assert.Contains(folder, error.Message);
                else if (numbers!.AsSpan().SequenceEqual(plain)) passedOver.Add($"{string.Join('.', keys)} = {changed.ToJsonString()}");
            }
        }

        Assert.Empty(passedOver);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Field_ThatIsNotKnown_RefusesTheModelByName(string model, string file, string side)
    {
        var folder = Golden.Copy(home.Folder, model);
        var path = Path.Combine(folder, file);
        var text = File.ReadAllText(path);
        var accepted = new List<string>();
        foreach (var section in Leaves(JsonNode.Parse(text)!).SelectMany(keys => Enumerable.Range(0, keys.Length).Select(n => keys[..n]))
            .DistinctBy(keys => string.Join('.', keys)))
        {
            // open_clip reads two objects of its file, and nothing beside them; the authors' own classes are not run.
            if (section.Length == 0 && file == OpenClip || section is ["auto_map"]) continue;
            var root = JsonNode.Parse(text)!;
            Find(root, section)!["rotary_base"] = 10000;
            File.WriteAllText(path, root.ToJsonString());
            if (Refused(folder, int.Parse(side), out _)?.Message.Contains("rotary_base", StringComparison.Ordinal) != true)
                accepted.Add(string.Join('.', section));
        }

        Assert.Empty(accepted);
    }

    private static bool IsShape(string model, string[] keys) =>
        !model.StartsWith("siglip", StringComparison.Ordinal) && WithoutEffectIn.Contains(string.Join('.', keys));

    private CheckpointException? Refused(string folder, int side, out float[]? numbers)
    {
        numbers = null;
        try
        {
            numbers = Numbers(folder, side);
            return null;
        }
        catch (CheckpointException e)
        {
            return e;
        }
    }

    // A picture and a text through both towers.
    private float[] Numbers(string folder, int side)
    {
        using var model = ModelFamilies.Open(
            new ModelSource("changed", folder, "a test's"), new OpeningOptions { CacheFolder = Path.Combine(home.Folder, "graphs") });
        float[] pixels = [.. Enumerable.Range(0, 3 * side * side).Select(i => MathF.Sin(i * 0.37f))];
        using var encoder = model.CreateImageEncoder(DenseMethods.MaskClip, key: false, raw: true);
        return
        [
            .. encoder.Encode(pixels, 1, side, side, TestContext.Current.CancellationToken).Raw!,
            .. model.EncodeWhole(pixels, 1, side, side, TestContext.Current.CancellationToken) ?? [],
            .. Golden.SomeText(model),
            model.LogitScale,
            model.Texts.ContextLength,
        ];
    }

    private static IEnumerable<string[]> Leaves(JsonNode node, params string[] keys) => node is JsonObject section
        ? section.Where(field => field.Value is not null).SelectMany(field => Leaves(field.Value!, [.. keys, field.Key]))
        : [keys];

    private static JsonNode? Find(JsonNode root, string[] keys) => keys.Aggregate((JsonNode?)root, (node, key) => node?[key]);

    private static JsonNode[] Changed(JsonNode value) => value.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.True => [false],
        System.Text.Json.JsonValueKind.False => [true],
        System.Text.Json.JsonValueKind.Number when value.ToJsonString().All(char.IsAsciiDigit) => [value.GetValue<int>() * 2 + 2],
        System.Text.Json.JsonValueKind.Number => [value.GetValue<double>() * 3],
        System.Text.Json.JsonValueKind.Array => [new JsonArray("other")],
        _ => ["other"],
    };
}
