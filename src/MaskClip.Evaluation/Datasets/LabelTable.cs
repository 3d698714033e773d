using MaskClip.Imaging;

namespace MaskClip.Evaluation.Datasets;

/// <summary>Turns the labels that a data set's masks hold into class indices.</summary>
internal sealed class LabelTable
{
    /// <summary>The index of labels that the data set does not use.</summary>
    private const int Unused = -1;

    // As many as a mask of 16 bits can hold.
    private readonly int[] classOf = new int[1 << 16];

    private LabelTable(string allowed)
    {
        Allowed = allowed;
        Array.Fill(classOf, Unused);
        classOf[Segmentation.Ignore] = Segmentation.Ignore;
    }

    /// <summary>Which labels there are, for messages.</summary>
    public string Allowed { get; }

    /// <summary>Labels are class indices; 255 is ignored where it is none, 65535 always.</summary>
    public static LabelTable Indices(int classes)
    {
        var table = UpTo(classes - 1);
        for (int label = 0; label < classes; label++) table.classOf[label] = label;
        return table;
    }

    /// <summary>Label 0 is nothing (mmseg's <c>reduce_zero_label</c>), class 0 has label 1, and so on.</summary>
    public static LabelTable FromOne(int classes)
    {
        var table = UpTo(classes);
        table.classOf[0] = Segmentation.Ignore;
        for (int label = 1; label <= classes; label++) table.classOf[label] = label - 1;
        return table;
    }

    /// <summary>
    /// Labels of 8 bits: each pair gives a label and its class index, or <see cref="Segmentation.Ignore"/>; 255 is ignored.
    /// </summary>
    public static LabelTable Of(string allowed, IEnumerable<(int Label, int Class)> pairs)
    {
        var table = new LabelTable(allowed);
        table.classOf[LabelBytes.Ignore] = Segmentation.Ignore;
        foreach (var (label, index) in pairs) table.classOf[label] = index;
        return table;
    }

    /// <summary>The class index of a label, or <see langword="null"/> when the data set does not use it.</summary>
    public ushort? this[ushort label] => classOf[label] is >= 0 and var index ? (ushort)index : null;

    /// <summary>Turns labels into class indices in place; returns the first label that the data set does not use, or -1.</summary>
    public int Apply(Span<ushort> labels)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            int index = classOf[labels[i]];
            if (index < 0) return labels[i];
            labels[i] = (ushort)index;
        }

        return -1;
    }

    private static LabelTable UpTo(int greatest)
    {
        bool isByte = greatest < LabelBytes.Ignore;
        var table = new LabelTable($"0..{greatest} and {(isByte ? LabelBytes.Ignore : Segmentation.Ignore)}");
        if (isByte) table.classOf[LabelBytes.Ignore] = Segmentation.Ignore;
        return table;
    }
}
