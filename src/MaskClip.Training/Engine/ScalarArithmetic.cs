using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Engine;

/// <summary>Arithmetic of tensors with numbers, and sums of tensors, in which the number lives until the result is there.</summary>
/// <remarks>
/// TorchSharp 0.107 makes a native copy of a number, hands its address to libtorch and forgets it, so that a garbage collection at that
/// moment frees it under the kernel: "Unknown scalar type", or worse another number. The sum of two tensors has one too, its factor of 1;
/// so have <c>BatchNorm2d</c>'s counter and the optimizers. Training runs for hours and the collector beside it, so it keeps to these.
/// </remarks>
internal static class ScalarArithmetic
{
    /// <summary><c>x + factor · y</c>.</summary>
    public static Tensor Plus(this Tensor x, Tensor y, double factor = 1)
    {
        using var number = factor.ToScalar();
        return x.add(y, number);
    }

    /// <summary>Adds <c>factor · y</c> in place.</summary>
    public static Tensor Add(this Tensor x, Tensor y, double factor)
    {
        using var number = factor.ToScalar();
        return x.add_(y, number);
    }

    /// <summary><c>factor · x</c>.</summary>
    public static Tensor Times(this Tensor x, double factor)
    {
        using var number = factor.ToScalar();
        return x.mul(number);
    }

    /// <summary>Multiplies in place.</summary>
    public static Tensor Scale(this Tensor x, double factor)
    {
        using var number = factor.ToScalar();
        return x.mul_(number);
    }

    /// <summary>Adds a number in place.</summary>
    public static Tensor Increase(this Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        return x.add_(scalar);
    }

    /// <summary>Lowers in place what is greater than a number.</summary>
    public static Tensor Limit(this Tensor x, double max)
    {
        using var number = max.ToScalar();
        return x.clamp_max_(number);
    }

    /// <summary>The greater of x and a number.</summary>
    public static Tensor AtLeast(this Tensor x, double min)
    {
        using var number = min.ToScalar();
        return x.clamp_min(number);
    }

    /// <summary>Where x is a number.</summary>
    public static Tensor Is(this Tensor x, long value)
    {
        using var number = value.ToScalar();
        return x.eq(number);
    }

    /// <summary>Where x is another number.</summary>
    public static Tensor IsNot(this Tensor x, long value)
    {
        using var number = value.ToScalar();
        return x.ne(number);
    }

    /// <summary>x with a number where the mask is set.</summary>
    public static Tensor Filled(this Tensor x, Tensor mask, long value)
    {
        using var number = value.ToScalar();
        return x.masked_fill(mask, number);
    }
}
