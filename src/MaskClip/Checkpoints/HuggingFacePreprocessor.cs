namespace MaskClip.Checkpoints;

/// <summary>How a Hugging Face <c>preprocessor_config.json</c> scales a photo (transformers, image_processing_utils.py).</summary>
internal static class HuggingFacePreprocessor
{
    /// <summary>The file's name.</summary>
    public const string FileName = "preprocessor_config.json";

    /// <summary>
    /// Mean and deviation of red, green and blue (0..1); <see langword="null"/> where it does not say, 0 and 1 where nothing is normalized.
    /// </summary>
    /// <exception cref="CheckpointException">Pixels would not be on the scale 0..1, or a number is none that can be.</exception>
    public static (float[]? Mean, float[]? Std) Normalization(ConfigFile preprocessor)
    {
        if (preprocessor.Flag("do_rescale") == false
            || preprocessor.Number("rescale_factor") is { } factor && MathF.Abs(factor * byte.MaxValue - 1) > 1e-3f)
        {
            var key = preprocessor.Flag("do_rescale") == false ? "do_rescale" : "rescale_factor";
            throw preprocessor.Wrong([key], preprocessor.Find(key)!.Value, key == "do_rescale" ? "true" : "1/255");
        }

        return preprocessor.Flag("do_normalize") == false
            ? ([0, 0, 0], [1, 1, 1])
            : (preprocessor.Channels("image_mean"), preprocessor.Deviations("image_std"));
    }
}
