using System.Globalization;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Testing;
using MaskClip.Towers;

namespace MaskClip.Tests.Clip.Loading;

/// <summary>
/// Every configuration of open_clip, an eighth as wide and two blocks deep: it is computed, with the numbers of a reference in double
/// precision, or refused by the names of the fields that set it apart.
/// </summary>
public sealed class PublishedConfigurationsTests : IDisposable
{
    private const int Part = 8, Vocabulary = 40, Context = 8;

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-configurations-").FullName;

    public static TheoryData<string> Names => [.. PublishedConfigurations.All.Select(one => one.Name)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void All_AreThere()
    {
        Assert.Equal(181, PublishedConfigurations.All.DistinctBy(one => one.Name).Count());
        Assert.Equal(41, PublishedConfigurations.All.Count(one => one.Refused.Length == 0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Configuration_IsComputedOrRefusedByName(string name)
    {
        var one = PublishedConfigurations.All.Single(one => one.Name == name);
        var (clip, json) = Make(one);
        var path = clip.Write(folder, json);
        if (one.Refused.Length == 0)
        {
            Compute(one, clip, path);
            return;
        }

        var message = Refused(path).Message;
        Assert.All(one.Refused, field => Assert.Contains($".{field}' is ", message, StringComparison.Ordinal));
        Assert.Contains("open_clip_config.json", message, StringComparison.Ordinal);

        // The weights by themselves show it too, where they have tensors of their own.
        if (one.Image != "timm" && one.Text != "hf" && !one.Refused.Contains("ls_init_value") && !one.Refused.Contains("embed_cls")
            && !one.Refused.Contains("no_ln_pre"))
            return;
        var bare = Refused(clip.Write(folder, TinyClip.Configuration));
        Assert.NotNull(bare.Tensor);
    }

    [Fact]
    public void Architectures_OfAllPlainConfigurations_AreKnownByTheirSizes()
    {
        foreach (var one in PublishedConfigurations.All.Where(one => one.Refused.Length == 0))
        {
            int[] text = [.. one.Text.Split(' ').Select(int.Parse)];
            string[] image = one.Image.Split(' ');
            ImageTowerConfig tower = image[0] == "rn"
                ? new ModifiedResNetConfig(
                    32 * Number(image[1]), 32, Number(image[3]), one.Embedding, [.. image[2].Split('-').Select(int.Parse)])
                : new VisionTransformerConfig(Number(image[1]), 12, Number(image[4]), one.Embedding, Number(image[3]), Number(image[2]));
            var config = new ClipConfig(
                tower,
                new TextTowerConfig(text[0], text[1], text[2], 77, 49408, one.Embedding, null),
                Activation.Gelu,
                1e-5f,
                ClipConfig.ClipMean,
                ClipConfig.ClipStd,
                []);
            Assert.Equal(one.Name.Replace("-quickgelu", "", StringComparison.Ordinal), PublishedArchitecture.Of(config)?.Name);
        }
    }

    private void Compute(PublishedConfiguration one, TinyClip clip, string path)
    {
        using var model = ClipModel.Open(path, new() { CacheFolder = Path.Combine(folder, "cache") });
        int[][] texts = [[38, 5, 2, 39], [38, 39, 0, 0]];
        bool quick = one.Top.Contains("quick_gelu", StringComparison.Ordinal);
        int heads = model.ImageConfig.Heads, textHeads = Number(one.Text.Split(' ')[1]);
        var image = one.Image.Split(' ');
        Assert.Equal(image[0] == "rn" ? Number(image[1]) * 32 / 64 : Number(image[1]) / (image.Length > 5 ? Number(image[5]) : 64), heads);
        Assert.Equal(textHeads, model.TextConfig.Heads);
        var reference = new SlowClip(clip, heads, textHeads) { Activation = quick ? x => x / (1 + Math.Exp(-1.702 * x)) : SlowClip.Gelu };

        var words = model.Text.Encode(texts, TestContext.Current.CancellationToken);
        var photo = model.Plain.Encode(TextRulesTests.Picture(clip), 1, TestContext.Current.CancellationToken);

        CloseRelative(texts.SelectMany(reference.Text), words);
        if (clip.Sizes.Stages is null) CloseRelative(reference.Image(TextRulesTests.Picture(clip)), photo);
        else Assert.All(photo, value => Assert.True(float.IsFinite(value)));
        Assert.Contains(
            model.Facts,
            fact => fact.Name == "activation" && fact.Value.StartsWith(
                quick ? "quick-gelu (quick_gelu in" : "gelu (open_clip's default", StringComparison.Ordinal));
    }

    // A wide tower's numbers are larger, and fp32 is as exact relative to them.
    private static void CloseRelative(IEnumerable<double> expected, float[] actual)
    {
        float[] values = [.. expected.Select(value => (float)value)];
        Close.Within(1e-4 * Math.Max(1, values.Max(MathF.Abs)), values, actual);
    }

    private CheckpointException Refused(string path) =>
        Assert.Throws<CheckpointException>(() => ClipModel.Open(path, new() { CacheFolder = Path.Combine(folder, "cache") }).Dispose());

    // Sizes are scaled down together, so that the numbers of heads, the ratios and the grid's oddness stay.
    private static (TinyClip Clip, string Json) Make(PublishedConfiguration one)
    {
        string[] image = one.Image.StartsWith("timm", StringComparison.Ordinal) ? ["vit", "768", "12", "16", "224"] : one.Image.Split(' ');
        int[] text = one.Text == "hf" ? [512, 8, 12] : [.. one.Text.Split(' ').Select(int.Parse)];
        bool resNet = image[0] == "rn";
        // A ResNet's heads are 64 wide at 32 times its stem: 4 channels of stem have two.
        int width = Number(image[1]) / Part;
        int headWidth = image.Length > 5 ? Number(image[5]) / Part : 64 / Part;
        double ratio = image.Length > 6 ? double.Parse(image[6], CultureInfo.InvariantCulture) : 4;
        var sizes = new TinySizes
        {
            Embedding = one.Embedding / Part / Part,
            Width = width,
            Layers = 2,
            Patch = 2,
            Grid = resNet ? 1 : 2 + Number(image[4]) / Number(image[3]) % 2,
            MlpRatio = ratio,
            Stages = resNet ? [1, 2, 1, 1] : null,
            TextWidth = text[0] / Part,
            TextLayers = 2,
            Context = Context,
            Vocabulary = Vocabulary,
        };
        var clip = new TinyClip(sizes, seed: one.Embedding + Number(image[1]));
        foreach (var name in clip.Tensors.Keys.Where(name =>
            name.EndsWith(".weight", StringComparison.Ordinal) && clip.Tensors[name].Shape.Length > 1)
            .ToArray())
        {
            // As large as training begins with: else softmax picks one token and hides what is wrong.
            var (shape, values) = clip.Tensors[name];
            float spread = 1 / MathF.Sqrt(values.Length / (float)shape[0]);
            clip.Add(name, shape, name.StartsWith("token", StringComparison.Ordinal) ? 0.5f : 1.7f * spread);
        }

        if (one.Image == "timm")
        {
            clip.Remove("visual.");
            clip.Add("visual.trunk.blocks.0.attn.qkv.weight", [6, 2]);
        }

        if (one.Text == "hf")
        {
            foreach (var part in new[] { "token_embedding", "positional_embedding", "transformer.", "ln_final", "text_projection" })
                clip.Remove(part);
            clip.Add("text.transformer.embeddings.word_embeddings.weight", [4, 2]);
        }

        if (one.Refused.Contains("ls_init_value")) clip.Add("visual.transformer.resblocks.0.ls_1.gamma", [width]);
        if (one.Refused.Contains("embed_cls")) clip.Add("text.cls_emb", [sizes.TextWidth]);
        if (one.Refused.Contains("no_ln_pre")) clip.Remove("visual.ln_pre");
        var layers = resNet ? "[1, 2, 1, 1]" : "2";
        var vision =
            $"\"image_size\": {sizes.Grid * (resNet ? 32 : 2)}, \"layers\": {layers}, \"width\": {width}{(resNet ? ", \"head_width\": " +
                    (64 /
                        Part) : $", \"head_width\": {headWidth}, \"patch_size\": 2, \"mlp_ratio\": " +
                            $"{ratio.ToString(CultureInfo.InvariantCulture)}")}";
        var words =
            $"\"context_length\": {Context}, \"vocab_size\": {Vocabulary}, \"width\": {sizes.TextWidth}, \"heads\": {text[1]}, " +
            $"\"layers\": 2";
        return (
            clip,
            $$"""{"model_cfg": {"embed_dim": {{sizes.Embedding}}{{Further(one.Top)}}, "vision_cfg": { {{vision}}{{Further(one.Vision)}} }, "text_cfg": { {{words}}{{Further(one.Words)}} } } }""");
    }

    private static string Further(string fields) => fields.Length == 0 ? "" : $", {fields}";

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
