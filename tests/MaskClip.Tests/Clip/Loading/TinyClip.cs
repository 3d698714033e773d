using MaskClip.Checkpoints;

namespace MaskClip.Tests.Clip.Loading;

/// <summary>A CLIP of a few hundred random numbers, under OpenAI's names; tests change its tensors and write it.</summary>
internal sealed class TinyClip
{
    /// <summary>The configuration that it has where none is given: two heads of 8, and three for texts.</summary>
    public const string Configuration = """{"model_cfg": {"vision_cfg": {"head_width": 8}, "text_cfg": {"heads": 3}}}""";

    private readonly Random random;

    /// <summary>Makes one with a vision transformer, or with a ResNet where stages are given.</summary>
    public TinyClip(TinySizes sizes, int seed = 1)
    {
        Sizes = sizes;
        random = new Random(seed);
        if (sizes.Stages is { } stages) AddResNet(stages);
        else AddTransformer();
        AddText();
        Add("logit_scale", [], 0.1f);
    }

    public TinySizes Sizes { get; }

    public Dictionary<string, (int[] Shape, float[] Values)> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a random tensor, or replaces one.</summary>
    public void Add(string name, int[] shape, float spread = 0.5f, float middle = 0) => Tensors[name] = (
        shape, [
            .. Enumerable.Range(0, shape.Aggregate(1, (count, size) => count * size))
                .Select(_ => middle + spread * (2 * random.NextSingle() - 1)),
        ]);

    /// <summary>Gives every tensor another name.</summary>
    public void Rename(Func<string, string> rename)
    {
        var all = Tensors.ToArray();
        Tensors.Clear();
        foreach (var (name, tensor) in all) Tensors.Add(rename(name), tensor);
    }

    /// <summary>Takes tensors out.</summary>
    public void Remove(string beginning)
    {
        foreach (var name in Tensors.Keys.Where(name => name.StartsWith(beginning, StringComparison.Ordinal)).ToArray())
            Tensors.Remove(name);
    }

    /// <summary>A tensor's numbers.</summary>
    public double[] Numbers(string name) => [.. Tensors[name].Values.Select(value => (double)value)];

    /// <summary>Writes it beside a configuration.</summary>
    public string Write(string folder, string openClip = Configuration)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "open_clip_model.safetensors");
        SafetensorsWriter.Write(path, Tensors.Select(tensor => (tensor.Key, tensor.Value.Shape, tensor.Value.Values)));
        File.WriteAllText(Path.Combine(folder, "open_clip_config.json"), openClip);
        return path;
    }

    private void AddTransformer()
    {
        var (width, patch) = (Sizes.Width, Sizes.Patch);
        Add("visual.conv1.weight", [width, 3, patch, patch], 0.2f);
        Add("visual.class_embedding", [width]);
        Add("visual.positional_embedding", [1 + Sizes.Grid * Sizes.Grid, width]);
        AddNorm("visual.ln_pre", width);
        for (int layer = 0; layer < Sizes.Layers; layer++) AddBlock($"visual.transformer.resblocks.{layer}", width);
        AddNorm("visual.ln_post", width);
        Add("visual.proj", [width, Sizes.Embedding]);
    }

    private void AddText()
    {
        int width = Sizes.TextWidth;
        Add("token_embedding.weight", [Sizes.Vocabulary, width]);
        Add("positional_embedding", [Sizes.Context, width]);
        for (int layer = 0; layer < Sizes.TextLayers; layer++) AddBlock($"transformer.resblocks.{layer}", width);
        AddNorm("ln_final", width);
        Add("text_projection", [width, Sizes.Embedding]);
    }

    private void AddBlock(string block, int width)
    {
        int hidden = (int)(width * Sizes.MlpRatio);
        AddNorm($"{block}.ln_1", width);
        Add($"{block}.attn.in_proj_weight", [3 * width, width]);
        Add($"{block}.attn.in_proj_bias", [3 * width]);
        AddLinear($"{block}.attn.out_proj", width, width);
        AddNorm($"{block}.ln_2", width);
        AddLinear($"{block}.mlp.c_fc", hidden, width);
        AddLinear($"{block}.mlp.c_proj", width, hidden);
    }

    private void AddResNet(int[] stages)
    {
        int width = Sizes.Width, input = width;
        AddConvolution("visual.conv1", "visual.bn1", width / 2, 3, 3);
        AddConvolution("visual.conv2", "visual.bn2", width / 2, width / 2, 3);
        AddConvolution("visual.conv3", "visual.bn3", width, width / 2, 3);
        for (int stage = 0; stage < stages.Length; stage++)
        {
            int planes = width << stage;
            for (int block = 0; block < stages[stage]; block++)
            {
                var name = $"visual.layer{stage + 1}.{block}";
                AddConvolution($"{name}.conv1", $"{name}.bn1", planes, input, 1);
                AddConvolution($"{name}.conv2", $"{name}.bn2", planes, planes, 3);
                AddConvolution($"{name}.conv3", $"{name}.bn3", 4 * planes, planes, 1);
                if (block == 0) AddConvolution($"{name}.downsample.0", $"{name}.downsample.1", 4 * planes, input, 1);
                input = 4 * planes;
            }
        }

        foreach (var part in new[] { "q_proj", "k_proj", "v_proj" }) AddLinear($"visual.attnpool.{part}", input, input);
        AddLinear("visual.attnpool.c_proj", Sizes.Embedding, input);
        Add("visual.attnpool.positional_embedding", [1 + Sizes.Grid * Sizes.Grid, input]);
    }

    private void AddConvolution(string convolution, string norm, int output, int input, int kernel)
    {
        Add($"{convolution}.weight", [output, input, kernel, kernel]);
        AddNorm(norm, output);
        Add($"{norm}.running_mean", [output]);
        Add($"{norm}.running_var", [output], 0.2f, 1);
    }

    private void AddLinear(string name, int output, int input)
    {
        Add($"{name}.weight", [output, input]);
        Add($"{name}.bias", [output]);
    }

    private void AddNorm(string name, int width)
    {
        Add($"{name}.weight", [width], 0.3f, 1);
        Add($"{name}.bias", [width]);
    }
}
