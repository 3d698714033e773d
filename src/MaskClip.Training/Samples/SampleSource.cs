using System.Collections.Concurrent;
using MaskClip.Batches;
using MaskClip.Imaging;
using MaskClip.Training.Augmentation;
using MaskClip.Training.Photos;
using MaskClip.Training.Schedule;
using MaskClip.Training.Supervision;
using MaskClip.Training.Teacher;
using Microsoft.Extensions.Logging;

namespace MaskClip.Training.Samples;

/// <summary>
/// Makes the samples of a run. A sample depends on its number and the run's options only, so several threads can make them in any order.
/// </summary>
internal sealed class SampleSource
{
    private readonly GuardedPhotos photos;
    private readonly SettingPlan plan;
    private readonly ClipTeacher teacher;
    private readonly PhotoOrder order;
    private readonly CropPipeline pipeline;
    private readonly TrainingOptions options;
    private readonly float[] mean;
    private readonly float[] std;
    private readonly ConcurrentDictionary<int, string> unreadable = [];

    /// <summary>Creates the source.</summary>
    /// <param name="options">The run.</param>
    /// <param name="plan">What its setting means.</param>
    /// <param name="teacher">CLIP.</param>
    /// <param name="mean">What the student subtracts from red, green, blue (0..1).</param>
    /// <param name="std">What it divides them by.</param>
    public SampleSource(TrainingOptions options, SettingPlan plan, ClipTeacher teacher, IReadOnlyList<float> mean, IReadOnlyList<float> std)
    {
        this.options = options;
        this.plan = plan;
        this.teacher = teacher;
        this.mean = [.. mean];
        this.std = [.. std];
        photos = new GuardedPhotos(options.Photos, plan.Guard, plan.ReadsMasks);
        order = new PhotoOrder(photos.Count, options.Seed);
        pipeline = new CropPipeline(options.Augmentation);
    }

    /// <summary>
    /// Names of the photos that could not be read so far, in alphabetical order: samples are made of others in their place.
    /// </summary>
    public IReadOnlyList<string> Unreadable =>
    [
        .. unreadable.Keys.Select(index => options.Photos[index].Name).Order(StringComparer.Ordinal)
    ];

    /// <summary>Makes a sample.</summary>
    /// <param name="number">Its number, from 0 through all steps.</param>
    /// <param name="cancellationToken">Stops the teacher.</param>
    public TrainingSample Make(long number, CancellationToken cancellationToken)
    {
        var (step, index) = Math.DivRem(number, options.Optimization.SamplesPerStep);
        var random = new SampleRandom(options.Seed, step, index);
        var crop = pipeline.Crop(Load(order[number]), random);
        plan.Guard.ThrowIfLeaked(crop.Labels);

        int area = options.Augmentation.CropWidth * options.Augmentation.CropHeight;
        var labels = new ushort[area];
        pipeline.Pad(crop.Labels, crop.Width, labels, TrainingLabels.Ignore);
        bool asksForLabels = plan.GuidanceAt((int)step) == Guidance.Clip && labels.AsSpan().Contains(TrainingLabels.Unlabeled);
        if (!asksForLabels && !plan.Distils) return new TrainingSample(Normalize(crop), labels, null, 0, 0);

        var (red, green, blue) = teacher.MeanColor;
        using var features = teacher.Embed(pipeline.Pad(crop.Photo, red, green, blue), cancellationToken);
        if (asksForLabels) PseudoLabels.FillIn(labels, teacher.Label(features));
        return new TrainingSample(
            Normalize(crop), labels, plan.Distils ? features.Features.ToArray() : null, features.GridHeight, features.GridWidth);
    }

    /// <summary>
    /// Reads a photo; one that cannot be read, or whose mask does not fit, costs the run nothing but itself: the next is taken.
    /// </summary>
    /// <remarks>Whether a file can be read does not change, so that a resumed run makes the same samples.</remarks>
    private LabeledImage Load(int first)
    {
        for (int tried = 0; tried < photos.Count; tried++)
        {
            int index = (first + tried) % photos.Count;
            if (unreadable.ContainsKey(index)) continue;
            try
            {
                return photos.Load(index);
            }
            catch (Exception error) when (PhotoErrors.IsPhotos(error))
            {
                if (!unreadable.TryAdd(index, error.Message)) continue;
                options.Teacher.Embedding.Logger.LogWarning("{Photo} is left out: {Error}", options.Photos[index].Name, error.Message);
            }
        }

        throw new ImageFormatException("training photos", $"None of the {photos.Count} could be read; one of them: {unreadable[first]}");
    }

    private float[] Normalize(LabeledImage crop)
    {
        int plane = crop.Width * crop.Height, padded = options.Augmentation.CropWidth * options.Augmentation.CropHeight;
        var values = new float[3 * plane];
        ImageTensor.Normalize(crop.Photo, mean, std, values);
        if (plane == padded) return values;
        var result = new float[3 * padded];
        for (int c = 0; c < 3; c++) pipeline.Pad<float>(values.AsSpan(c * plane, plane), crop.Width, result.AsSpan(c * padded, padded), 0);
        return result;
    }
}
