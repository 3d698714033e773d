using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Testing;

namespace MaskClip.Tests.Clip.Loading;

/// <summary>
/// Each setting of a text tower that is honoured gives the numbers of a reference in double precision, and other ones than without it.
/// </summary>
public sealed class TextRulesTests : IDisposable
{
    private const double Tolerance = 2e-5;

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-rules-").FullName;

    // An end token in the middle, another twice, zeros behind.
    private readonly int[][] texts = [[38, 5, 2, 7, 39, 0, 0, 0], [38, 2, 9, 11, 2, 39, 0, 0]];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("\"no_causal_mask\": true")]
    [InlineData("\"pool_type\": \"first\", \"no_causal_mask\": true")]
    [InlineData("\"pool_type\": \"first\"")]
    [InlineData("\"pool_type\": \"last\"")]
    [InlineData("\"pool_type\": \"last\", \"no_causal_mask\": true")]
    [InlineData("\"pool_type\": \"eos\"")]
    [InlineData("\"pool_type\": \"eos\", \"eos_id\": 9")]
    [InlineData("\"proj_bias\": true")]
    [InlineData("\"norm_kwargs\": {\"eps\": 0.01}")]
    [InlineData("\"act_kwargs\": {\"approximate\": \"tanh\"}")]
    public void Text_Setting_GivesTheReferencesNumbers(string setting)
    {
        var clip = new TinyClip(new());
        if (setting.Contains("proj_bias", StringComparison.Ordinal)) clip.Add("text_projection.bias", [clip.Sizes.Embedding]);
        var plain = new SlowClip(clip, 2, 3) { Activation = SlowClip.Gelu };
        bool last =
            setting.Contains("last", StringComparison.Ordinal), first =
                setting.Contains("first", StringComparison.Ordinal), eos = setting.Contains(
            "eos", StringComparison.Ordinal);
        int end = setting.Contains("eos_id", StringComparison.Ordinal) ? 9 : 2;
        var reference = new SlowClip(clip, 2, 3)
        {
            Activation = setting.Contains("tanh", StringComparison.Ordinal) ? SlowClip.TanhGelu : SlowClip.Gelu,
            Epsilon = setting.Contains("eps", StringComparison.Ordinal) ? 0.01 : 1e-5,
            IsCausal = !setting.Contains("no_causal_mask", StringComparison.Ordinal),
            Place = text => first ? 0 : last ? text.Length - 1 : eos ? Math.Max(0, Array.IndexOf(text, end)) : Array.IndexOf(
                text, text.Max()),
        };

        using var model = Open(
            clip,
            $$"""{"model_cfg": {"vision_cfg": {"head_width": 8}, "text_cfg": {"heads": 3 {{(setting.Length >
                0 ? $", {setting}" : "")}} } } }""");
        var features = model.Text.Encode(texts, TestContext.Current.CancellationToken);

        float[] expected = [.. texts.SelectMany(reference.Text).Select(value => (float)value)];
        Close.Within(Tolerance, expected, features);
        if (setting.Length == 0 || setting.Contains("proj_bias", StringComparison.Ordinal)) return;
        Assert.Contains(texts.SelectMany(plain.Text).Zip(features), pair => Math.Abs(pair.First - pair.Second) > 3 * Tolerance);
    }

    [Theory]
    [InlineData("\"norm_kwargs\": {\"eps\": 0.01}", 0.01, false)]
    [InlineData("\"act_kwargs\": {\"approximate\": \"tanh\"}", 1e-5, true)]
    [InlineData("\"act_kwargs\": {\"approximate\": \"none\"}, \"output_tokens\": true", 1e-5, false)]
    public void Image_Setting_GivesTheReferencesNumbers(string setting, double epsilon, bool tanh)
    {
        var clip = new TinyClip(new());
        var image = Picture(clip);
        using var model = Open(clip, $$"""{"model_cfg": {"vision_cfg": {"head_width": 8, {{setting}} }, "text_cfg": {"heads": 3} } }""");

        var features = model.Plain.Encode(image, 1, TestContext.Current.CancellationToken);

        var reference = new SlowClip(clip, 2, 3) { Epsilon = epsilon, Activation = tanh ? SlowClip.TanhGelu : SlowClip.Gelu };
        Close.Within(Tolerance, reference.Image(image).Select(value => (float)value).ToArray(), features);
        var texts = new SlowClip(clip, 2, 3) { Activation = SlowClip.Gelu };
        Close.Within(
            Tolerance,
            this.texts.SelectMany(texts.Text).Select(value => (float)value).ToArray(),
            model.Text.Encode(this.texts, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Text_ProjectionBiasThatIsMissing_IsNamed()
    {
        var path = new TinyClip(new()).Write(
            folder, """{"model_cfg": {"vision_cfg": {"head_width": 8}, "text_cfg": {"heads": 3, "proj_bias": true}}}""");
        Assert.Equal("text_projection.bias", Assert.Throws<CheckpointException>(() => ClipModel.Open(path)).Tensor);
    }

    [Fact]
    public void Names_OfATowerThatReadsPadding_AreFilledUpWithZeros()
    {
        var config = new MaskClip.Towers.TextTowerConfig(12, 3, 1, 8, 49408, 6, null);
        Assert.Equal([49406, 2368, 49407], ClipTextEncoder.Tokens(config, "cat", out _));
        Assert.Equal([49406, 2368, 49407, 0, 0, 0, 0, 0], ClipTextEncoder.Tokens(config with { IsCausal = false }, "cat", out _));
        Assert.Equal(
            [49406, 2368, 49407, 0, 0, 0, 0, 0],
            ClipTextEncoder.Tokens(config with { Place = MaskClip.Towers.TextPlace.Last }, "cat", out _));
    }

    internal static float[] Picture(TinyClip clip)
    {
        var random = new Random(5);
        int side = clip.Sizes.Grid * (clip.Sizes.Stages is null ? clip.Sizes.Patch : 32);
        return [.. Enumerable.Range(0, 3 * side * side).Select(_ => 2 * random.NextSingle() - 1)];
    }

    private ClipModel Open(TinyClip clip, string config) =>
        ClipModel.Open(clip.Write(folder, config), new() { CacheFolder = Path.Combine(folder, "cache") });
}
