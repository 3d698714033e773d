using MaskClip.Engine;
using MaskClip.Graph;
using MaskClip.Quantization;
using MaskClip.Storage;
using MaskClip.Towers;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Model;

/// <summary>Tries each layer of a model's image tower in int8.</summary>
internal static class TowerCalibration
{
    /// <summary>Chooses the image tower's layers by the dense features of MaskCLIP.</summary>
    /// <param name="model">The model.</param>
    /// <param name="photos">Photos to measure with; <see langword="null"/> takes views of the sample postcard.</param>
    /// <param name="loading">Who waits for it.</param>
    public static LayerChoice Image(VisionLanguageModel model, CalibrationPhotos? photos, Loading loading = default)
    {
        loading.Report(LoadStage.ChooseInt8Layers);
        var config = model.ImageConfig;
        int side = SideOf(config);
        photos ??= CalibrationPhotos.Drawn(side);
        var normalization = model.Normalization(Compatibility.Clip);
        var grid = model.GridInputs(DenseMethods.MaskClip).For(side / config.Stride, side / config.Stride).ToList();
        var measures = Measure();
        var weights = new WeightFile("image.weights");
        model.AddImageWeights(weights, _ => LayerForm.Both, measures);
        using var tower = new GatedTower(
            model.CacheFolder,
            weights,
            model.EmitDense(weights, measures.Ranges, DenseMethods.MaskClip, key: false, config.Stride, headByHead: true),
            model.Threads);
        var choice = LayerSelection.Choose(
            photos.Description,
            tower.Layers,
            photos.Photos.Count,
            config.EmbeddingSize,
            config.Int8Aim,
            (sample, quantized) => Run(tower, sample, ImageGraphNames.Features, quantized),
            share => loading.Report(LoadStage.ChooseInt8Layers, share));
        return choice.With(measures);

        float[] Run(GatedTower tower, int sample, string output, Func<string, bool> quantized)
        {
            using var inputs = new EngineTensors
            {
                { ImageGraphNames.Image, [1, 3, side, side], normalization.Apply(photos.Photos[sample]) },
            };
            foreach (var (name, shape, values) in grid) inputs.Add(name, shape, values);
            return tower.Run(inputs.Values, output, quantized, loading.Cancellation);
        }

        MapMeasures Measure()
        {
            var exact = new WeightFile("image.weights");
            if (!config.IsConvolutional) return MapMeasures.None;
            model.AddImageWeights(exact, _ => LayerForm.Float32, MapMeasures.None);
            var (graph, measured) = model.EmitMeasures(exact) ?? throw new InvalidOperationException("A convolutional tower has measures.");
            using var tower = new GatedTower(model.CacheFolder, exact, graph, model.Threads);
            return measured.Read(
                [.. Enumerable.Range(0, photos.Photos.Count).Select(sample => Run(tower, sample, ImageGraphNames.Measures, _ => false))]);
        }
    }

    /// <summary>The side of calibration photos: what the tower was trained on, but not less than what small models are used with.</summary>
    public static int SideOf(ImageTowerConfig config) => Math.Max(config.ImageSize, 224) / config.Stride * config.Stride;
}
