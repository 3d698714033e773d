using MaskClip.Evaluation;
using MaskClip.Training.Photos;

namespace MaskClip.Training;

/// <summary>Makes training photos of data sets and files.</summary>
public static class TrainingPhotos
{
    /// <summary>The photos of a data set, their masks in the labels of a vocabulary.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="vocabulary">The run's classes; those of the data set are found among them by name or synonym, others are
    /// ignored.</param>
    /// <exception cref="OptionsException">The two have no class in common.</exception>
    public static IReadOnlyList<TrainingPhoto> From(SegmentationDataset dataset, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(vocabulary);
        var labelOf = LabelsOf(dataset, vocabulary);
        return [.. dataset.Photos.Select(photo => new TrainingPhoto(photo.Id, photo.ReadPhoto, () =>
        {
            var truth = dataset.ReadTruth(photo);
            foreach (ref ushort label in truth.Labels.AsSpan()) label = label < labelOf.Length ? labelOf[label] : Segmentation.Ignore;
            return truth;
        }))];
    }

    /// <summary>A photo with a mask file.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="load">Reads the photo.</param>
    /// <param name="maskPath">A palette or gray PNG whose indices are the vocabulary's classes, 255 where nothing is known; 65535 where it
    /// has 16 bits.</param>
    /// <param name="vocabulary">The run's classes. Reading a mask that does not number them throws a
    /// <see cref="DatasetException"/>.</param>
    /// <exception cref="FileNotFoundException">There is no such mask.</exception>
    public static TrainingPhoto WithMask(string name, Func<RgbImage> load, string maskPath, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        if (!File.Exists(maskPath))
        {
            throw new FileNotFoundException(
                $"{name}: there is no mask '{maskPath}'. Every photo needs one, of the same name and ending in .png.", maskPath);
        }

        return new TrainingPhoto(name, load, () =>
        {
            var mask = LabelMask.Load(maskPath);
            MaskMeaning.Check(mask, maskPath, vocabulary);
            return new LabelMap(mask.Width, mask.Height, mask.ToClassIndices());
        });
    }

    /// <summary>Reads some of the masks, evenly chosen: what is wrong with all of them is found before a run begins.</summary>
    /// <param name="photos">Photos, with masks or without.</param>
    /// <exception cref="DatasetException">A mask does not number the run's classes.</exception>
    /// <exception cref="ImageFormatException">A mask cannot be read.</exception>
    public static void CheckMasks(IReadOnlyList<TrainingPhoto> photos)
    {
        ArgumentNullException.ThrowIfNull(photos);
        const int Checked = 100;
        for (int i = 0; i < Checked && i < photos.Count; i++)
        {
            int index = photos.Count <= Checked ? i : (int)((long)i * photos.Count / Checked);
            photos[index].LoadTruth?.Invoke();
        }
    }

    private static ushort[] LabelsOf(SegmentationDataset dataset, Vocabulary vocabulary)
    {
        var labels = new ushort[dataset.Vocabulary.Classes.Count];
        labels.AsSpan().Fill(Segmentation.Ignore);
        for (int i = 0; i < dataset.Vocabulary.Classes.Count; i++)
        {
            string[] names = [.. Names(dataset.Vocabulary.Classes[i])];
            for (int j = 0; j < vocabulary.Classes.Count; j++)
            {
                if (!Names(vocabulary.Classes[j]).Intersect(names, StringComparer.OrdinalIgnoreCase).Any()) continue;
                labels[i] = (ushort)j;
                break;
            }
        }

        if (labels.All(label => label == Segmentation.Ignore))
        {
            throw new OptionsException(
                $"The data set '{dataset.Name}' and the run have no class in common. Its classes are " +
                $"{string.Join(", ", dataset.Vocabulary.Classes.Select(one => one.Name))}.");
        }

        return labels;
    }

    private static IEnumerable<string> Names(VocabularyClass one) => one.Synonyms.Append(one.Name);
}
