namespace MaskClip.Evaluation.Corruptions;

/// <summary>The light and shade of drops: the distance from their edges, equalised and embossed, in OpenCV's numbers.</summary>
internal static class DropRelief
{
    private const double FarEnough = 20;

    private static readonly int[] Emboss = [-2, -1, 0, -1, 1, 1, 0, 1, 2];
    private static readonly int[] Box = [1, 1, 1, 1, 1, 1, 1, 1, 1];

    /// <summary>The relief of a layer of drops, 0..255.</summary>
    public static byte[] Of(byte[] layer, int width, int height)
    {
        var distance = ChamferDistance.To(CannyEdges.Of(layer, width, height, 50, 150), width, height);
        float[] near = [.. distance.Select(value => (float)Math.Min(value, FarEnough))];
        byte[] smooth = new byte[near.Length];
        for (int i = 0; i < near.Length; i++) smooth[i] = (byte)(float)(Sum(near, width, height, i) * (1.0 / 9));
        var embossed = Filter(Equalise(smooth), width, height, Emboss, sum => (byte)Math.Clamp(sum, 0, 255));
        return Filter(embossed, width, height, Box, sum => (byte)((sum + 4) / 9));
    }

    /// <summary>Spreads the values over 0..255 so that all are alike often (<c>cv2.equalizeHist</c>).</summary>
    private static byte[] Equalise(byte[] values)
    {
        var counts = new int[256];
        foreach (var value in values) counts[value]++;
        int first = Array.FindIndex(counts, count => count > 0);
        if (counts[first] == values.Length) return values;

        var table = new byte[256];
        float scale = 255f / (values.Length - counts[first]);
        for (int value = first + 1, sum = 0; value < 256; value++)
        {
            sum += counts[value];
            table[value] = (byte)Math.Clamp(MathF.Round(sum * scale), 0, 255);
        }

        return [.. values.Select(value => table[value])];
    }

    private static byte[] Filter(byte[] plane, int width, int height, int[] kernel, Func<int, byte> finish)
    {
        var filtered = new byte[plane.Length];
        for (int i = 0; i < plane.Length; i++)
        {
            int x = i % width, y = i / width, sum = 0;
            for (int k = 0; k < 9; k++)
            {
                if (kernel[k] != 0) sum += kernel[k] * plane[Mirror.Of(y + k / 3 - 1, height) * width + Mirror.Of(x + k % 3 - 1, width)];
            }

            filtered[i] = finish(sum);
        }

        return filtered;
    }

    private static double Sum(float[] plane, int width, int height, int i)
    {
        int x = i % width, y = i / width;
        double sum = 0;
        for (int k = 0; k < 9; k++) sum += plane[Mirror.Of(y + k / 3 - 1, height) * width + Mirror.Of(x + k % 3 - 1, width)];
        return sum;
    }
}
