using MaskClip.Imaging;

namespace MaskClip.Evaluation.Datasets;

/// <summary>
/// Notices masks of nothing but 0 and 255: annotation tools write such for "no" and "yes", data sets mean "no class" by 255.
/// </summary>
/// <remarks>Safe to use from several threads.</remarks>
internal sealed class BinaryLabels
{
    private volatile bool hasOthers, hasIgnored;

    /// <summary>Looks at a mask's labels as they are in the file.</summary>
    public void Look(ReadOnlySpan<ushort> labels)
    {
        if (hasOthers) return;
        if (labels.ContainsAnyExcept((ushort)0, LabelBytes.Ignore)) hasOthers = true;
        else if (labels.Contains((ushort)LabelBytes.Ignore)) hasIgnored = true;
    }

    /// <summary>What is to be said once masks were looked at; <see langword="null"/> where they hold other labels too.</summary>
    /// <param name="table">What labels mean.</param>
    /// <param name="vocabulary">The classes.</param>
    public string? Remark(LabelTable table, Vocabulary vocabulary)
    {
        if (hasOthers || !hasIgnored || table[LabelBytes.Ignore] is not Segmentation.Ignore) return null;
        var example = table[1] is { } index && index < vocabulary.Classes.Count
            ? $" If 255 stands for '{vocabulary.Classes[index].Name}', write 1 in its place."
            : "";
        return "The masks hold nothing but 0 and 255, as binary masks do; 255 says 'no class' here, so none of those pixels counts."
            + example;
    }
}
