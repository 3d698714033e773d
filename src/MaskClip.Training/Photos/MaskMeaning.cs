using MaskClip.Evaluation;

namespace MaskClip.Training.Photos;

/// <summary>Checks that a mask's numbers are the run's classes, as evaluation does for data sets.</summary>
internal static class MaskMeaning
{
    /// <summary>Checks one mask.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <param name="vocabulary">The run's classes.</param>
    /// <exception cref="DatasetException">A number is not a class, or the colors show that the file counts from another one.</exception>
    public static void Check(LabelMask mask, string path, Vocabulary vocabulary)
    {
        int classes = vocabulary.Classes.Count;
        if (CountsFromOne(mask.PaletteColors, vocabulary))
        {
            throw new DatasetException(
                path,
                "By its colors it numbers the classes from 1, and 0 is the background; the run's vocabulary has no background, so that " +
                "every class " +
                "would be taken for the next. Use the vocabulary with its background (voc21 instead of voc), or name what the " +
                "background shows.");
        }

        foreach (ushort label in mask.Labels)
        {
            if (label < classes || label == mask.IgnoreLabel) continue;
            throw new DatasetException(
                path,
                $"It has the label {label}; the run's vocabulary has the classes 0 to {classes - 1} ({vocabulary.Classes[0].Name} to " +
                $"{vocabulary.Classes[^1].Name}), and {mask.IgnoreLabel} is for what is not known. Use the vocabulary that the masks " +
                $"were made with.");
        }
    }

    /// <summary>Whether a mask has black for 0 and then the vocabulary's own colors, one number later.</summary>
    private static bool CountsFromOne(ReadOnlySpan<byte> colors, Vocabulary vocabulary)
    {
        int classes = vocabulary.Classes.Count;
        if (vocabulary.Classes[0].IsBackground || colors.Length < 3 * (classes + 1) || colors[0] + colors[1] + colors[2] > 0) return false;
        for (int index = 0; index < classes; index++)
        {
            int at = 3 * (index + 1);
            if ((colors[at], colors[at + 1], colors[at + 2]) != vocabulary.Palette[index]) return false;
        }

        return true;
    }
}
