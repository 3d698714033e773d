namespace MaskClip.Evaluation.Corruptions;

/// <summary>
/// Canny's edges in OpenCV's integer form: Sobel 3x3, <c>|dx| + |dy|</c>, directions by the tangent of 22.5 degrees in 15 bits.
/// </summary>
internal static class CannyEdges
{
    private const int TangentShift = 15;
    private const int Tangent22 = 13573;

    /// <summary>Whether each pixel is an edge.</summary>
    /// <param name="gray">The picture.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="low">Edges go on while the gradient is above this.</param>
    /// <param name="high">Edges begin where the gradient is above this.</param>
    public static bool[] Of(byte[] gray, int width, int height, int low, int high)
    {
        var gradients = new Gradients(gray, width, height);
        var thin = new bool[gray.Length];
        var edges = new bool[gray.Length];
        var open = new Stack<int>();
        for (int y = 0, i = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++, i++)
            {
                thin[i] = gradients.Size(x, y) > low && gradients.IsRidge(x, y);
                if (!thin[i] || gradients.Size(x, y) <= high) continue;
                edges[i] = true;
                open.Push(i);
            }
        }

        while (open.TryPop(out int at))
        {
            int x = at % width, y = at / width;
            for (int ny = Math.Max(y - 1, 0); ny <= Math.Min(y + 1, height - 1); ny++)
            {
                for (int nx = Math.Max(x - 1, 0); nx <= Math.Min(x + 1, width - 1); nx++)
                {
                    int next = ny * width + nx;
                    if (!thin[next] || edges[next]) continue;
                    edges[next] = true;
                    open.Push(next);
                }
            }
        }

        return edges;
    }

    private sealed class Gradients
    {
        private readonly short[] across;
        private readonly short[] down;
        private readonly int width;
        private readonly int height;

        public Gradients(byte[] gray, int width, int height)
        {
            this.width = width;
            this.height = height;
            across = new short[gray.Length];
            down = new short[gray.Length];
            for (int y = 0, i = 0; y < height; y++)
            {
                int above = Math.Max(y - 1, 0) * width, middle = y * width, below = Math.Min(y + 1, height - 1) * width;
                for (int x = 0; x < width; x++, i++)
                {
                    int left = Math.Max(x - 1, 0), right = Math.Min(x + 1, width - 1);
                    across[i] = (short)(gray[above + right] - gray[above + left] + 2 * (gray[middle + right] - gray[middle + left])
                        + gray[below + right] - gray[below + left]);
                    down[i] = (short)(gray[below + left] - gray[above + left] + 2 * (gray[below + x] - gray[above + x])
                        + gray[below + right] - gray[above + right]);
                }
            }
        }

        public int Size(int x, int y) => (uint)x < (uint)width && (uint)y < (uint)height
            ? Math.Abs((int)across[y * width + x]) + Math.Abs((int)down[y * width + x])
            : 0;

        /// <summary>Whether the gradient is greatest here along its own direction.</summary>
        public bool IsRidge(int x, int y)
        {
            int dx = across[y * width + x], dy = down[y * width + x], size = Size(x, y);
            int run = Math.Abs(dx) * Tangent22, rise = Math.Abs(dy) << TangentShift;
            if (rise < run) return size > Size(x - 1, y) && size >= Size(x + 1, y);
            if (rise > run + (Math.Abs(dx) << (TangentShift + 1))) return size > Size(x, y - 1) && size >= Size(x, y + 1);
            int side = (dx ^ dy) < 0 ? -1 : 1;
            return size > Size(x - side, y - 1) && size > Size(x + side, y + 1);
        }
    }
}
