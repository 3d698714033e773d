using MaskClip.Evaluation;

namespace MaskClip.Training;

/// <summary>A photo to train on or to be evaluated on.</summary>
/// <param name="Name">What it is called in messages and sheets.</param>
/// <param name="Load">Reads the photo; called from several threads.</param>
/// <param name="LoadTruth">Reads its mask, in the vocabulary's labels, 255 where nothing is known; <see langword="null"/> without a
/// mask.</param>
public sealed record TrainingPhoto(string Name, Func<RgbImage> Load, Func<LabelMap>? LoadTruth = null);
