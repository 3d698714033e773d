using System.Runtime.InteropServices;
using MaskClip.Checkpoints;
using MaskClip.Graph;
using MaskClip.Quantization;

namespace MaskClip.Towers;

/// <summary>Puts a checkpoint's tensors into a weight file in the form in which graphs use them.</summary>
/// <remarks>The layout does not depend on the method: every graph of a tower shares one file.</remarks>
internal sealed class TowerWeights(
    Func<string, CheckpointTensor> require, WeightFile file, Func<string, LayerForm>? formOf = null, MapMeasures? measures = null)
{
    /// <summary>Takes the tensors of a CLIP checkpoint.</summary>
    public TowerWeights(Checkpoint checkpoint, WeightFile file, Func<string, LayerForm>? formOf = null, MapMeasures? measures = null)
        : this(checkpoint.Require, file, formOf, measures)
    {
    }

    // A convolution of a photo's three channels takes as long in bytes as in fp32.
    private const int MinInput = 4;

    /// <summary>The file being filled.</summary>
    public WeightFile File { get; } = file;

    /// <summary>A tensor as it is, with its size checked.</summary>
    public void Add(string tensor, params int[] shape)
    {
        var source = Checked(tensor, shape);
        if (source.Type != ElementType.Float32)
        {
            File.Add(tensor, shape, source.ToWeights);
            return;
        }

        File.Add(tensor, shape, stream =>
        {
            // The other tower may fail meanwhile, and what it fails with closes the file.
            using var call = source.Begin();
            var bytes = source.Bytes;
            source.RequireFinite(MemoryMarshal.Cast<byte, float>(bytes));
            stream.Write(bytes);
        });
    }

    /// <summary>A block's input projection, split into query, key and value, the query scaled by <c>headWidth^-1/2</c>.</summary>
    public void AddAttention(string prefix, int width, int heads)
    {
        var weight = Checked($"{prefix}.in_proj_weight", [3 * width, width]);
        var bias = Checked($"{prefix}.in_proj_bias", [3 * width]);
        float scale = 1 / MathF.Sqrt((float)width / heads);
        string[] parts = ["q", "k", "v"];
        for (int part = 0; part < 3; part++)
        {
            int from = part * width;
            float factor = part == 0 ? scale : 1;
            AddMatrix($"{prefix}.{parts[part]}", weight, from, width, factor);
            File.Add($"{prefix}.{parts[part]}.bias", [width], () => Scaled(bias.WeightRows(from, width), factor));
        }

        AddLinear($"{prefix}.out_proj", width, width);
    }

    /// <summary>A linear layer: transposed weight and bias.</summary>
    public void AddLinear(string prefix, int output, int input)
    {
        var weight = Checked($"{prefix}.weight", [output, input]);
        AddMatrix(prefix, weight, 0, output);
        Add($"{prefix}.bias", output);
    }

    /// <summary>
    /// A layer's matrix, rows of <c>[out, in]</c>, turned to <c>[in, out]</c> as products want it, in the form that its layer has.
    /// </summary>
    private void AddMatrix(string prefix, CheckpointTensor weight, int from, int output, float factor = 1)
    {
        int input = weight.Shape[1];
        var form = formOf?.Invoke(LinearLayers.Unit(prefix)) ?? LayerForm.Float32;
        void Turn(Span<float> turned)
        {
            // An ONNX file has it that way round already.
            if (weight.PartOf(from, output)?.Transposed is { } source) source.CopyWeightsTo(turned);
            else Matrices.Transpose(weight.WeightRows(from, output), turned, output, input);
            if (factor != 1) Scale(turned, factor);
        }

        float[] Turned()
        {
            var turned = new float[output * input];
            Turn(turned);
            return turned;
        }

        if (form != LayerForm.Int8) File.AddFilled($"{prefix}.weight", [input, output], Turn);
        if (form == LayerForm.Float32) return;
        File.Add(LinearLayers.Scales(prefix), [output], () => ColumnQuantization.Scales(Turned(), output));
        File.Add(LinearLayers.Bytes(prefix), [input, output], () =>
        {
            var matrix = Turned();
            return ColumnQuantization.Quantize(matrix, ColumnQuantization.Scales(matrix, output));
        });
    }

    /// <summary>A layer normalization.</summary>
    public void AddNorm(string prefix, int width)
    {
        Add($"{prefix}.weight", width);
        Add($"{prefix}.bias", width);
    }

    /// <summary>A convolution without bias, with the batch normalization behind it folded in (eps 1e-5, PyTorch's default).</summary>
    public void AddConvolution(string convolution, string norm, int output, int input, int kernel)
    {
        var weight = Checked($"{convolution}.weight", [output, input, kernel, kernel]);
        var gamma = Checked($"{norm}.weight", [output]);
        var beta = Checked($"{norm}.bias", [output]);
        var mean = Checked($"{norm}.running_mean", [output]);
        var variance = Checked($"{norm}.running_var", [output]);
        var form = input < MinInput ? LayerForm.Float32 : formOf?.Invoke(convolution) ?? LayerForm.Float32;
        int[] shape = [output, input, kernel, kernel];
        if (form != LayerForm.Int8) File.AddFilled($"{convolution}.weight", shape, Fold);
        if (form != LayerForm.Float32)
        {
            File.Add(LinearLayers.Scales(convolution), [output], () => ChannelQuantization.Scales(Folded(), Shift()));
            File.Add(LinearLayers.Bytes(convolution), shape, () =>
            {
                var numbers = Folded();
                return ChannelQuantization.Quantize(numbers, ChannelQuantization.Scales(numbers, Shift()));
            });
            File.Add(ByteConvolutions.Bias(convolution), [output], () => ChannelQuantization.Correct(Folded(), Shift(), Means()));
        }

        File.Add($"{convolution}.bias", [output], Shift);

        float[] Means() => measures?.Means.GetValueOrDefault(convolution) is { } means && means.Length == input
            ? means
            : throw new InvalidDataException(
                $"The means of what comes into '{convolution}' are not known for {input} channels, so it cannot be computed in int8.");

        void Fold(Span<float> numbers)
        {
            weight.CopyWeightsTo(numbers);
            var factors = Factors(gamma, variance);
            int size = input * kernel * kernel;
            for (int channel = 0; channel < output; channel++) Scale(numbers.Slice(channel * size, size), factors[channel]);
        }

        float[] Folded()
        {
            var numbers = new float[weight.Count];
            Fold(numbers);
            return numbers;
        }

        float[] Shift()
        {
            float[] shift = beta.ToWeights(), center = mean.ToWeights(), factors = Factors(gamma, variance);
            for (int channel = 0; channel < output; channel++) shift[channel] -= center[channel] * factors[channel];
            return shift;
        }
    }

    /// <summary>The width of a block's MLP, read off its first layer.</summary>
    public int Rows(string tensor) => require(tensor) is { Shape: [var rows, ..] }
        ? rows
        : throw new CheckpointException(require(tensor).Path, "it is a single number; a table is needed.", require(tensor).StoredName);

    private static float[] Factors(CheckpointTensor gamma, CheckpointTensor variance)
    {
        float[] factors = gamma.ToWeights(), variances = variance.ToWeights();
        for (int channel = 0; channel < factors.Length; channel++) factors[channel] /= MathF.Sqrt(variances[channel] + 1e-5f);
        variance.RequireFinite(factors); // a variance below zero
        return factors;
    }

    private CheckpointTensor Checked(string name, int[] shape)
    {
        var tensor = require(name);
        if (!tensor.Shape.SequenceEqual(shape))
        {
            throw new CheckpointException(
                tensor.Path,
                $"has shape [{string.Join(", ", tensor.Shape)}]; the rest of the model needs [{string.Join(", ", shape)}].",
                tensor.StoredName);
        }

        if (tensor.Type == ElementType.Unread) _ = tensor.Bytes; // which says why
        return tensor.Type.IsInteger()
            ? throw new CheckpointException(
                tensor.Path,
                $"it holds whole numbers ({tensor.Type.SafetensorsName()}), as quantized checkpoints do, whose scales are not read " +
                $"here. Give one of fp32, fp16 or bf16.",
                tensor.StoredName)
            : tensor;
    }

    private static float[] Scaled(float[] values, float factor)
    {
        if (factor != 1) Scale(values, factor);
        return values;
    }

    private static void Scale(Span<float> values, float factor) =>
        System.Numerics.Tensors.TensorPrimitives.Multiply(values, factor, values);
}
