namespace MaskClip.Training.Contrastive.SelfTraining;

/// <summary>
/// Self-training: the model that a run starts from labels the places of each picture, refined as far as the toolkit can, and the new one
/// learns these pseudo labels (paper, section 3.4, for a CLIP instead of a DeepLab).
/// </summary>
/// <param name="Classes">What places may be: at least two classes. Their embeddings are the first model's, and stay.</param>
/// <param name="Spoken">The same classes with every word that captions have for them: only what was said of a picture is on offer in
/// it.</param>
public sealed record SelfTrainingOptions(Vocabulary Classes, Vocabulary Spoken)
{
    /// <summary>Weight of the loss.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Adds what is out of range to a list of errors.</summary>
    internal void Validate(List<string> errors)
    {
        if (Weight is not (> 0 and <= 100)) errors.Add($"the weight of self-training is {Weight}; more than 0 and at most 100 is allowed");
        if (Classes.Classes.Count < 2) errors.Add($"self-training has {Classes.Classes.Count} classes; 2 or more are needed");
    }
}
