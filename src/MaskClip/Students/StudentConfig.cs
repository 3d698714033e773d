using System.Text.Json;
using System.Text.Json.Serialization;
using MaskClip.Errors;

namespace MaskClip.Students;

/// <summary>A student network's architecture and what its input is normalized with: all that is needed beside the weights.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
public sealed record StudentConfig
{
    /// <summary>Channels that DeepLabv3+ reduces the first stage's map to.</summary>
    public const int LowLevelChannels = 48;

    /// <summary>DeepLabv2's dilations.</summary>
    public static IReadOnlyList<int> DeepLabV2Dilations { get; } = [6, 12, 18, 24];

    /// <summary>DeepLabv3+'s at output stride 8, as in the released zero-shot configurations; 1, 6, 12, 18 is usual at stride 16.</summary>
    public static IReadOnlyList<int> DeepLabV3PlusDilations { get; } = [1, 12, 24, 36];

    /// <summary>Regions a side over which PSPNet takes means.</summary>
    public static IReadOnlyList<int> PoolSizes { get; } = [1, 2, 3, 6];

    /// <summary>Channels of the context beside a linear map.</summary>
    public const int ContextChannels = 128;

    /// <summary>Dilations of the context beside a linear map, for crops of 200 to 300 pixels.</summary>
    public static IReadOnlyList<int> ContextDilations { get; } = [2, 6, 12];

    /// <summary>The decoder.</summary>
    public required StudentDecoder Decoder { get; init; }

    /// <summary>
    /// Dilations of the decoder's parallel convolutions; 1 is a 1x1 convolution, but beside a linear map. None in PSPNet and with
    /// <see cref="Transformer"/>.
    /// </summary>
    // The generated reader sets what a file leaves out too, to null.
    public IReadOnlyList<int> Dilations { get; init => field = value ?? []; } = [];

    /// <summary>The backbone of a DeepLab.</summary>
    public StudentBackbone? Backbone { get; init; }

    /// <summary>The transformer, in place of <see cref="Backbone"/> with <see cref="StudentDecoder.Linear"/>.</summary>
    public StudentTransformer? Transformer { get; init; }

    /// <summary>What features of unit length are multiplied by, with <see cref="StudentDecoder.Context"/>.</summary>
    public float? CosineScale { get; init; }

    /// <summary>What features are multiplied by before they are classified: 1 where they are not unit vectors.</summary>
    [JsonIgnore]
    public float FeatureScale => Transformer?.Scale ?? CosineScale ?? 1;

    /// <summary>Channels of the features: the length of a text embedding.</summary>
    public required int EmbeddingSize { get; init; }

    /// <summary>The classifier.</summary>
    public required StudentClassifierKind Classifier { get; init; }

    /// <summary>
    /// Whether class 0 is a background whose embedding is learned (<c>cls_bg</c> of the released code); the text rows are then the classes
    /// from 1.
    /// </summary>
    public bool LearnedBackground { get; init; }

    /// <summary>Subtracted from red, green, blue (0..1).</summary>
    public required IReadOnlyList<float> Mean { get; init; }

    /// <summary>What red, green, blue (0..1) are divided by afterwards.</summary>
    public required IReadOnlyList<float> Std { get; init; }

    /// <summary>Short side, in pixels, to which photos are resized at inference; the ratio is kept.</summary>
    public required int PhotoSize { get; init; }

    /// <summary>Both sides of an input must be multiples of this: 8, or a transformer's patch.</summary>
    [JsonIgnore]
    public int InputStride => Transformer?.Patch ?? StudentBackbone.OutputStride;

    /// <summary>Input pixels per cell of the logits: 8, 4 with DeepLabv3+'s decoder, half a transformer's patch.</summary>
    [JsonIgnore]
    public int LogitStride => Decoder switch
    {
        StudentDecoder.DeepLabV3Plus => 4,
        StudentDecoder.Linear => InputStride / StudentTransformer.Parts,
        _ => StudentBackbone.OutputStride,
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is not a student's configuration.</exception>
    public static StudentConfig FromJson(string json)
    {
        try
        {
            var config = JsonSerializer.Deserialize(JsonText.ParseObject(json), StudentJson.Line.StudentConfig)
                ?? throw new FormatException("The student's configuration is empty.");
            config.Validate();
            return config;
        }
        catch (JsonException error)
        {
            throw new FormatException($"The student's configuration cannot be read: {JsonErrors.Plain(error)}.", error);
        }
        catch (ArgumentException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, StudentJson.Line.StudentConfig);

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionsException">One or more are out of range; all are named.</exception>
    public void Validate()
    {
        List<string> errors = [];
        if (!Enum.IsDefined(Decoder)) errors.Add($"the decoder is {Decoder}");
        if (!Enum.IsDefined(Classifier)) errors.Add($"the classifier is {Classifier}");
        if (Transformer is null == (Backbone is null) || Transformer is null == (Decoder == StudentDecoder.Linear))
            errors.Add("a DeepLab needs a backbone, a linear decoder a transformer");
        if (Decoder is not (StudentDecoder.Linear or StudentDecoder.PspNet) && Dilations.Count < 1 || Dilations.Count > 16
            || Dilations.Any(dilation => dilation is < 1 or > 64))
            errors.Add($"the dilations are [{string.Join(", ", Dilations)}]; one to 16 of 1 to 64 are allowed");
        if (CosineScale is null == (Decoder == StudentDecoder.Context) || CosineScale is not (null or (> 0 and <= 10_000)))
            errors.Add($"the scale of cosines is {CosineScale}; more than 0 and at most 10000 with the context decoder, none with others");
        if (EmbeddingSize is < 1 or > 4096) errors.Add($"the embedding has {EmbeddingSize} numbers; 1 to 4096 are allowed");
        if (Mean.Count != 3 || Std.Count != 3 || Std.Any(value => value is not > 0))
            errors.Add("mean and std must be three numbers each, std above 0");
        if (PhotoSize is < 32 or > 8192) errors.Add($"the photo size is {PhotoSize}; 32 to 8192 pixels are allowed");
        Transformer?.Validate(errors);
        Backbone?.Validate(errors);
        if (errors.Count > 0) throw new OptionsException($"The student cannot be built: {string.Join("; ", errors)}.");
    }
}
