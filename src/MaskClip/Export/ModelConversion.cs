using MaskClip.Families;
using MaskClip.Model;
using MaskClip.Quantization;
using MaskClip.Windows;

namespace MaskClip.Export;

/// <summary>Builds a model's graphs ahead of its first photo, into the cache in which they are found later.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class ModelConversion
{
    /// <summary>Builds the graphs of both towers, one tower after the other.</summary>
    /// <param name="source">The model.</param>
    /// <param name="options">Method, precision and where the cache is.</param>
    /// <param name="calibration">
    /// Load the photos on which the image tower's layers are chosen for int8, anew; at most 16, evenly spread, are taken. Without any, an
    /// earlier choice holds, or one is made on drawn pictures.
    /// </param>
    /// <param name="calibrationName">Where these photos are from, for people.</param>
    /// <returns>The towers, each when it is built.</returns>
    /// <exception cref="OptionsException">An option is out of range, or has no meaning for the model.</exception>
    /// <exception cref="CheckpointException">The checkpoint cannot be read.</exception>
    public static IEnumerable<ConvertedTower> Run(
        ModelSource source, SegmenterOptions options, IReadOnlyList<Func<RgbImage>> calibration, string calibrationName)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(calibration);
        options.Validate();
        return Towers(source, options, calibration, calibrationName);
    }

    private static IEnumerable<ConvertedTower> Towers(
        ModelSource source, SegmenterOptions options, IReadOnlyList<Func<RgbImage>> calibration, string calibrationName)
    {
        using var model = ModelFamilies.Open(source, OpeningOptions.Of(options));
        if (model.HasImageTower)
        {
            var (image, last) = (model.ImageConfig, DenseMethods.Parse(options.Photos.Method ?? model.Defaults.Method));
            if (calibration.Count > 0)
                model.ChooseImageLayers(CalibrationPhotos.Load(calibration, calibrationName, TowerCalibration.SideOf(image)));
            var layers = model.ImageLayers();
            int stride = InputPlan.OutputStride(image, options.Photos, options.Compatibility);
            List<string> graphs = [model.ImageGraph(last, key: false, stride), model.ImageGraph(last, key: true, stride)];
            if (last.NeedsSecondPass) graphs.Add(model.SecondPassGraph(last));
            yield return new("image", layers, graphs);
        }

        if (model.WholeTextGraph() is { } text) yield return new("text", model.TextLayers(), [text]);
    }
}
