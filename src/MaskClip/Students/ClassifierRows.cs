using System.Numerics.Tensors;

namespace MaskClip.Students;

/// <summary>A student's classifier as one row and one bias a class, whatever kind it was trained as.</summary>
internal sealed class ClassifierRows(StudentFile file)
{
    private const string Prefix = "classifier.";

    private readonly int size = file.Config.EmbeddingSize;

    /// <summary>Number of classes.</summary>
    public int Count => file.Vocabulary.Classes.Count;

    private int BackgroundRows => file.Config.LearnedBackground ? 1 : 0;

    private int TrainedRows => Count - BackgroundRows;

    /// <summary>The rows <c>[classes, d]</c>.</summary>
    public float[] Weights()
    {
        var rows = file.Config.Classifier switch
        {
            StudentClassifierKind.Learned => Numbers("weights.weight", TrainedRows, size, 1, 1),
            StudentClassifierKind.MappedText => Mapped(Numbers("text", TrainedRows, size)),
            _ => Numbers("text", TrainedRows, size),
        };
        return file.Config.LearnedBackground ? [.. Background(), .. rows] : rows;
    }

    /// <summary>The biases <c>[classes]</c>: zeros but for an ordinary classifier.</summary>
    public float[] Biases() => file.Config.Classifier == StudentClassifierKind.Learned
        ? [.. new float[BackgroundRows], .. Numbers("weights.bias", TrainedRows)]
        : new float[Count];

    private float[] Background()
    {
        var row = Numbers("background", 1, size);
        TensorPrimitives.Divide(row, TensorPrimitives.Norm(row), row);
        return row;
    }

    private float[] Mapped(float[] text)
    {
        var hidden = Layer(text, 0);
        TensorPrimitives.Max(hidden, 0, hidden);
        return Layer(hidden, 1);
    }

    private float[] Layer(float[] rows, int layer)
    {
        float[] weight =
            Numbers($"mapping.{layer}.weight", size, size), bias = Numbers($"mapping.{layer}.bias", size), result = new float[rows.Length];
        for (int row = 0; row < rows.Length; row += size)
        {
            for (int output = 0; output < size; output++)
            {
                result[row + output] = TensorPrimitives.Dot(rows.AsSpan(row, size), weight.AsSpan(output * size, size)) + bias[output];
            }
        }

        return result;
    }

    private float[] Numbers(string name, params int[] shape)
    {
        var tensor = file.Require(Prefix + name);
        return tensor.Shape.SequenceEqual(shape)
            ? tensor.ToArray()
            : throw new CheckpointException(
                file.Path, $"has shape [{string.Join(", ", tensor.Shape)}]; [{string.Join(", ", shape)}] is needed.", tensor.Name);
    }
}
