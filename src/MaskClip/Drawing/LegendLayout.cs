namespace MaskClip.Drawing;

/// <summary>Where a legend's entries go: in columns, filled from the top, on a panel that fits the picture's side.</summary>
internal sealed record LegendLayout(bool IsUnder, float TextSize, float EntryWidth, int Rows, int PanelWidth, int PanelHeight)
{
    /// <summary>From an entry's left edge to its text.</summary>
    public float TextOffset => 1.4f * TextSize;

    private float Margin => 0.6f * TextSize;

    private float Line => 1.5f * TextSize;

    /// <summary>Lays out some entries.</summary>
    /// <param name="width">The picture's width.</param>
    /// <param name="height">The picture's height.</param>
    /// <param name="entries">How many entries there are.</param>
    /// <param name="widestText">The widest entry's text at a given size, in pixels.</param>
    public static LegendLayout For(int width, int height, int entries, Func<float, float> widestText)
    {
        float size = Math.Clamp(Math.Max(width, height) / 48f, 11, 64);
        var empty = new LegendLayout(width >= height, size, 0, 0, 0, 0);
        float entryWidth = widestText(size) + empty.TextOffset + 1.2f * size;
        int columns = empty.IsUnder
            ? Math.Clamp((int)((width - empty.Margin) / entryWidth), 1, entries)
            : Ceiling(entries / Math.Max(1f, MathF.Floor((height - 2 * empty.Margin) / empty.Line)));
        int rows = Ceiling((float)entries / columns);
        int panelWidth = Ceiling(columns * entryWidth + empty.Margin), panelHeight = Ceiling(rows * empty.Line + 2 * empty.Margin);
        return empty with
        {
            EntryWidth = entryWidth,
            Rows = rows,
            PanelWidth = empty.IsUnder ? Math.Max(width, panelWidth) : panelWidth,
            PanelHeight = empty.IsUnder ? panelHeight : Math.Max(height, panelHeight),
        };
    }

    /// <summary>The upper left corner of an entry on the panel.</summary>
    public (float X, float Y) Position(int index) => (Margin + index / Rows * EntryWidth, Margin + index % Rows * Line + 0.25f * TextSize);

    private static int Ceiling(float value) => (int)MathF.Ceiling(value);
}
