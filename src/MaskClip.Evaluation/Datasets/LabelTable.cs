namespace MaskClip.Evaluation.Datasets;

/// <summary>Turns the labels that a data set's masks hold into class indices.</summary>
internal sealed class LabelTable
{
    /// <summary>The index of labels that the data set does not use.</summary>
    private const short Unused = -1;

    private readonly short[] classOf = new short[256];

    private LabelTable(string allowed)
    {
        Allowed = allowed;
        Array.Fill(classOf, Unused);
        classOf[Segmentation.Ignore] = Segmentation.Ignore;
    }

    /// <summary>Which labels there are, for messages.</summary>
    public string Allowed { get; }

    /// <summary>Labels are class indices.</summary>
    public static LabelTable Indices(int classes)
    {
        var table = new LabelTable($"0..{classes - 1} and 255");
        for (int label = 0; label < classes; label++) table.classOf[label] = (short)label;
        return table;
    }

    /// <summary>Label 0 is nothing (mmseg's <c>reduce_zero_label</c>), class 0 has label 1, and so on.</summary>
    public static LabelTable FromOne(int classes)
    {
        var table = new LabelTable($"0..{classes} and 255");
        table.classOf[0] = Segmentation.Ignore;
        for (int label = 1; label <= classes; label++) table.classOf[label] = (short)(label - 1);
        return table;
    }

    /// <summary>Any labels: each pair gives a label and its class index, or <see cref="Segmentation.Ignore"/>.</summary>
    public static LabelTable Of(string allowed, IEnumerable<(int Label, int Class)> pairs)
    {
        var table = new LabelTable(allowed);
        foreach (var (label, index) in pairs) table.classOf[label] = (short)index;
        return table;
    }

    /// <summary>The class index of a label, or <see langword="null"/> when the data set does not use it.</summary>
    public byte? this[byte label] => classOf[label] is >= 0 and var index ? (byte)index : null;

    /// <summary>Turns labels into class indices in place; returns the first label that the data set does not use, or -1.</summary>
    public int Apply(Span<byte> labels)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            int index = classOf[labels[i]];
            if (index < 0) return labels[i];
            labels[i] = (byte)index;
        }

        return -1;
    }
}
