using MaskClip.Checkpoints;
using MaskClip.Towers;

namespace MaskClip.Families.Tips;

/// <summary>A TIPS model's sizes, read off its tensors, and what its configuration says besides.</summary>
/// <param name="Image">The image tower, if the model has one.</param>
/// <param name="Text">The text tower, if the model has one.</param>
/// <param name="Temperature">What cosines of photos and texts are divided by.</param>
/// <param name="Mean">Mean of red, green, blue (0..1) subtracted from the input.</param>
/// <param name="Std">Deviation of red, green, blue (0..1) that the input is divided by.</param>
internal sealed record TipsConfig(
    VisionTransformerConfig? Image, TipsTextConfig? Text, float Temperature, IReadOnlyList<float> Mean, IReadOnlyList<float> Std)
{
    /// <summary>What the image tower's normalizations add to the variance.</summary>
    public const float ImageEpsilon = 1e-6f;

    /// <summary>What the text tower's normalizations add to the variance.</summary>
    public const float TextEpsilon = 1e-5f;

    private const int ContextLength = 64;
    private const double PoolingEpsilon = 1e-8; // added to the number of tokens of a text
    private const float UsualTemperature = 0.00506597f; // B's, where a model has none

    /// <summary>Reads a model's sizes.</summary>
    /// <param name="files">Its files.</param>
    /// <param name="tensors">Its tensors under this library's names.</param>
    /// <exception cref="CheckpointException">Something is missing, or the configuration says what is not computed.</exception>
    public static TipsConfig Read(TipsFiles files, IReadOnlyDictionary<string, CheckpointTensor> tensors)
    {
        var image = tensors.ContainsKey("visual.conv1.weight") ? ReadImage(files, tensors) : null;
        var text = tensors.ContainsKey("token_embedding.weight") ? ReadText(files, tensors) : null;
        if (image is null && text is null)
        {
            throw new CheckpointException(
                files.Path, "it holds neither TIPS's image tower (patch_embed) nor its text tower (token_embedding).");
        }
        if (image is not null && text is not null && image.Width != text.Width)
        {
            throw new CheckpointException(
                files.Path,
                $"its photos have {image.Width} numbers and its texts ('{tensors["token_embedding.weight"].Name}') {text.Width}: the " +
                $"towers do not belong together.",
                tensors["visual.conv1.weight"].Name);
        }

        TipsFields.Check(files);
        var (mean, std) = files.Preprocessor is { } preprocessor ? HuggingFacePreprocessor.Normalization(preprocessor) : (null, null);
        float temperature = tensors.TryGetValue("temperature", out var trained) ? trained.ToScalar()
            : files.Config?.Number("temperature") ?? files.Config?.Number("temperature_init_value") ?? UsualTemperature;
        if (temperature is not (> 0 and < 1e6f))
            throw new CheckpointException(files.Path, $"its temperature is {temperature}; a number above 0 is expected.");
        return new(
            image,
            text,
            temperature,
            mean ?? [0, 0, 0],
            std ?? [1, 1, 1]);
    }

    private static VisionTransformerConfig ReadImage(TipsFiles files, IReadOnlyDictionary<string, CheckpointTensor> tensors)
    {
        var patches = Shaped(files, tensors, "visual.conv1.weight", 4);
        int width = patches[0], patch = patches[2];
        int positions = Shaped(files, tensors, "visual.positional_embedding", 2)[0], registers = Shaped(
            files, tensors, "visual.register_tokens", 2)[0];
        int grid = (int)Math.Round(Math.Sqrt(positions - 1));
        if (grid * grid != positions - 1)
            throw new CheckpointException(files.Path, $"has {positions} rows; one more than a square number is expected.", "pos_embed");
        bool gated = tensors.ContainsKey("visual.transformer.resblocks.0.mlp.c_gate.weight");
        int layers = TensorNames.CountBlocks(files.Path, tensors, "visual.transformer.resblocks.");
        int heads = HeadsOf(width);
        if (files.Config is { } config)
        {
            bool nested = files.Layout == TipsLayout.Nested;
            string[] section = config.Find("vision_config") is null ? [] : ["vision_config"];
            if (nested)
            {
                heads = config.Count([.. section, "num_attention_heads"]) ?? heads;
                config.Expect(layers, [.. section, "num_hidden_layers"]);
                config.Expect(3, [.. section, "num_channels"]);
            }

            string[] side = [.. section, nested ? "image_size" : "img_size"];
            if (config.Count(side) is { } pixels && pixels / patch != grid)
                throw config.Wrong(side, config.Find(side)!.Value, $"{grid * patch}");
            config.Expect(patch, [.. section, "patch_size"]);
            config.Expect(width, [.. section, nested ? "hidden_size" : "embed_dim"]);
            config.Expect(registers, [.. section, "num_register_tokens"]);
            config.Expect(gated ? "swiglu" : "mlp", "ffn_layer");
            config.Expect(gated, [.. section, "use_swiglu_ffn"]);
            config.Expect("gelu", [.. section, "hidden_act"]);
            config.Expect((double)ImageEpsilon, [.. section, "layer_norm_eps"]);
            config.Expect(true, [.. section, "qkv_bias"]);
        }

        Divides(files, width, heads);
        return new VisionTransformerConfig(width, heads, grid * patch, width, patch, layers)
        {
            Registers = registers,
            HasPatchBias = true,
            HasPreNorm = false,
            HasProjection = false,
            IsGated = gated,
        };
    }

    private static TipsTextConfig ReadText(TipsFiles files, IReadOnlyDictionary<string, CheckpointTensor> tensors)
    {
        var table = Shaped(files, tensors, "token_embedding.weight", 2);
        int rows = table[0], width = table[1], heads = HeadsOf(width), context = ContextLength;
        if (width % 2 != 0 || width < 4)
        {
            throw new CheckpointException(
                files.Path, $"its width is {width}; an even number of 4 or more is expected.", "token_embedding.weight");
        }
        int layers = TensorNames.CountBlocks(files.Path, tensors, "transformer.resblocks.");
        if (files.Config is { } config)
        {
            bool nested = files.Layout == TipsLayout.Nested;
            // A single tower has its values at the root.
            string[] section = config.Find("text_config") is null ? [] : ["text_config"];
            heads = config.Count([.. section, nested ? "num_attention_heads" : "text_num_heads"]) ?? heads;
            context = config.Count([.. section, nested ? "max_position_embeddings" : "max_len"]) ?? context;
            config.Expect(rows, [.. section, "vocab_size"]);
            config.Expect(width, [.. section, nested ? "hidden_size" : "text_hidden_size"]);
            config.Expect(layers, [.. section, nested ? "num_hidden_layers" : "text_num_layers"]);
            config.Expect(
                Shaped(files, tensors, "transformer.resblocks.0.mlp.c_fc.weight", 2)[0],
                [.. section, nested ? "intermediate_size" : "text_mlp_dim"]);
            if (nested)
            {
                config.Expect("relu", [.. section, "hidden_act"]);
                config.Expect((double)TextEpsilon, [.. section, "layer_norm_eps"]);
                config.Expect(true, [.. section, "scale_sqrt_depth"]);
                config.Expect(0, [.. section, "pad_token_id"]);
                config.Expect(PoolingEpsilon, [.. section, "pooling_epsilon"]);
            }
        }

        Divides(files, width, heads);
        return new(width, heads, layers, context, rows);
    }

    // In no file of the first two layouts: 64 numbers a head, but So400m's 1152 in 16 (google-deepmind/tips, vit_so400m).
    private static int HeadsOf(int width) => width == 1152 ? 16 : Math.Max(1, width / 64);

    private static void Divides(TipsFiles files, int width, int heads)
    {
        if (width % heads != 0)
        {
            throw new CheckpointException(
                files.Path,
                $"a width of {width} does not divide into {heads} attention heads; give the model's configuration beside its weights.");
        }
    }

    private static IReadOnlyList<int> Shaped(TipsFiles files, IReadOnlyDictionary<string, CheckpointTensor> tensors, string name, int rank)
    {
        if (!tensors.TryGetValue(name, out var tensor))
            throw new CheckpointException(files.Path, "it is missing; the model is incomplete.", name);
        return tensor.Shape.Count == rank && tensor.Shape.All(size => size > 0)
            ? tensor.Shape
            : throw new CheckpointException(
                files.Path, $"has shape {TensorShape.Text(tensor.Shape)}; {rank} positive sizes are expected.", name);
    }
}
