using System.Runtime.InteropServices;
using System.Text.Json;

namespace MaskClip.Server.Tests;

/// <summary>A client that scores names itself, by docs/serving.md.</summary>
internal sealed class ClientScoring
{
    private const float Removed = -100;
    private readonly int columns, rows, positions, scoreRows;
    private readonly int[] classOfScore;
    private readonly float scale;
    private readonly double shiftX, shiftY;
    private readonly float[] keys;

    private ClientScoring(JsonElement photo, JsonElement texts, float[] features, float[] keys)
    {
        var scoring = photo.GetProperty("scoring");
        columns = photo.GetProperty("grid").GetProperty("width").GetInt32();
        rows = photo.GetProperty("grid").GetProperty("height").GetInt32();
        positions = rows * columns;
        scale = scoring.GetProperty("logitScale").GetSingle();
        shiftX = scoring.GetProperty("shift").GetProperty("x").GetDouble();
        shiftY = scoring.GetProperty("shift").GetProperty("y").GetDouble();
        classOfScore = [.. texts.GetProperty("classOfScore").EnumerateArray().Select(value => value.GetInt32())];
        int[] scoreOfRow = [.. texts.GetProperty("scoreOfRow").EnumerateArray().Select(value => value.GetInt32())];
        scoreRows = classOfScore.Length;
        this.keys = keys;
        var vectors = MemoryMarshal.Cast<byte, float>(texts.GetProperty("vectors").GetBytesFromBase64()).ToArray();
        int size = texts.GetProperty("dimension").GetInt32();
        Scores = new float[scoreRows * positions];
        Array.Fill(Scores, Removed);
        for (int row = 0; row < scoreOfRow.Length; row++)
        {
            for (int p = 0; p < positions; p++)
            {
                float sum = 0;
                for (int d = 0; d < size; d++) sum += vectors[row * size + d] * features[d * positions + p];
                ref float best = ref Scores[scoreOfRow[row] * positions + p];
                best = Math.Max(best, sum);
            }
        }
    }

    /// <summary>Cosines of rows of scores, <c>[rows, positions]</c>.</summary>
    public float[] Scores { get; }

    /// <summary>Fetches a photo's numbers.</summary>
    public static async Task<ClientScoring> ReadAsync(HttpClient client, JsonElement photo, JsonElement texts)
    {
        var urls = photo.GetProperty("urls");
        return new ClientScoring(photo, texts, await Numbers("features"), await Numbers("keys"));

        async Task<float[]> Numbers(string kind)
        {
            var bytes = await client.GetByteArrayAsync(urls.GetProperty(kind).GetString());
            return [.. MemoryMarshal.Cast<byte, Half>(bytes).ToArray().Select(half => (float)half)];
        }
    }

    /// <summary>Labels of a photo's pixels.</summary>
    public int[] Labels(int width, int height, float? denoising, float? smoothing, float? temperature)
    {
        var values = (float[])Scores.Clone();
        if (denoising is { } confidence) Denoise(values, confidence);
        if (smoothing is { } threshold) values = Smooth(Softmax(values), threshold, temperature);
        var labels = new int[width * height];
        for (int y = 0; y < height; y++)
        {
            var (top, bottom, down) = Position(y, height, rows, shiftY);
            for (int x = 0; x < width; x++)
            {
                var (left, right, across) = Position(x, width, columns, shiftX);
                float best = float.NegativeInfinity;
                for (int row = 0; row < scoreRows; row++)
                {
                    var plane = values.AsSpan(row * positions, positions);
                    float a = plane[top * columns + left], b = plane[top * columns + right];
                    a += down * (plane[bottom * columns + left] - a);
                    b += down * (plane[bottom * columns + right] - b);
                    float value = a + across * (b - a);
                    if (value <= best) continue;
                    best = value;
                    labels[y * width + x] = classOfScore[row];
                }
            }
        }

        return labels;
    }

    private static (int Line, int Next, float Share) Position(int pixel, int size, int lines, double shift)
    {
        double at = Math.Max(0, (pixel + 0.5) * lines / size - 0.5 + shift);
        int line = Math.Min((int)at, lines - 1);
        return (line, Math.Min(line + 1, lines - 1), (float)(at - line));
    }

    private void Denoise(float[] values, float threshold)
    {
        var probabilities = Softmax(values);
        var best = new float[classOfScore.Max() + 1];
        for (int i = 0; i < probabilities.Length; i++)
        {
            ref float own = ref best[classOfScore[i / positions]];
            own = Math.Max(own, probabilities[i]);
        }

        int surest = Array.IndexOf(best, best.Max());
        for (int i = 0; i < values.Length; i++)
        {
            int label = classOfScore[i / positions];
            if (best[label] < threshold && !(best.Max() < threshold && label == surest)) values[i] = Removed;
        }
    }

    private float[] Softmax(float[] values)
    {
        var result = new float[values.Length];
        for (int p = 0; p < positions; p++)
        {
            float greatest = float.NegativeInfinity, sum = 0;
            for (int row = 0; row < scoreRows; row++) greatest = Math.Max(greatest, values[row * positions + p]);
            for (int row = 0; row < scoreRows; row++)
                sum += result[row * positions + p] = MathF.Exp(scale * (values[row * positions + p] - greatest));
            for (int row = 0; row < scoreRows; row++) result[row * positions + p] /= sum;
        }

        return result;
    }

    private float[] Smooth(float[] probabilities, float threshold, float? temperature)
    {
        int size = keys.Length / positions;
        var units = new float[positions][];
        for (int p = 0; p < positions; p++)
        {
            units[p] = [.. Enumerable.Range(0, size).Select(d => keys[d * positions + p])];
            float length = Math.Max(MathF.Sqrt(units[p].Sum(value => value * value)), 1e-12f);
            for (int d = 0; d < size; d++) units[p][d] /= length;
        }

        var result = (float[])probabilities.Clone();
        for (int i = 0; i < positions; i++)
        {
            if (Enumerable.Range(0, scoreRows).Max(row => probabilities[row * positions + i]) >= threshold) continue;
            float[] weights = [.. units.Select(other => other.Zip(units[i], (a, b) => a * b).Sum())];
            if (temperature is { } t)
            {
                float most = weights.Max();
                weights = [.. weights.Select(weight => MathF.Exp(t * (weight - most)))];
                float sum = weights.Sum();
                weights = [.. weights.Select(weight => weight / sum)];
            }

            for (int row = 0; row < scoreRows; row++)
                result[row * positions + i] = Enumerable.Range(0, positions).Sum(j => weights[j] * probabilities[row * positions + j]);
        }

        return result;
    }
}
