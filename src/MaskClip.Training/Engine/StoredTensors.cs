using MaskClip.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Engine;

/// <summary>Tensors of networks as files hold them: names, shapes, and fp32 numbers.</summary>
internal static class StoredTensors
{
    /// <summary>A module's parameters and buffers by their names, running statistics included.</summary>
    public static IEnumerable<(string Name, Tensor Value)> States(nn.Module module) =>
        module.named_parameters().Select(one => (one.name, (Tensor)one.parameter))
            .Concat(module.named_buffers().Select(one => (one.name, one.buffer)));

    /// <summary>A tensor's sizes, outermost first.</summary>
    public static int[] Shape(Tensor value) => [.. value.shape.Select(size => (int)size)];

    /// <summary>A tensor's numbers, row-major.</summary>
    public static float[] Numbers(Tensor value)
    {
        using var plain = value.detach().to(ScalarType.Float32).cpu().contiguous();
        return plain.data<float>().ToArray();
    }

    /// <summary>Tensors as a file's entries, read when they are enumerated.</summary>
    /// <param name="prefix">What their names begin with in the file.</param>
    /// <param name="tensors">The tensors.</param>
    public static IEnumerable<SafetensorsEntry> Entries(string prefix, IEnumerable<(string Name, Tensor Value)> tensors) =>
        tensors.Select(one => new SafetensorsEntry(prefix + one.Name, Shape(one.Value), Numbers(one.Value)));

    /// <summary>Copies a stored tensor over a parameter or buffer of the same shape.</summary>
    /// <exception cref="CheckpointException">The stored tensor has another shape.</exception>
    public static void Copy(CheckpointTensor source, Tensor target)
    {
        if (!source.Shape.Select(size => (long)size).SequenceEqual(target.shape))
        {
            throw new CheckpointException(
                source.Path, $"has shape [{string.Join(", ", source.Shape)}]; [{string.Join(", ", target.shape)}] is needed.", source.Name);
        }

        using (no_grad())
        using (var values = tensor(source.ToArray(), target.shape))
        {
            target.copy_(values);
        }
    }
}
