using System.Diagnostics.CodeAnalysis;

namespace MaskClip;

/// <summary>The numbers that a model's layers compute with.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The types are what is meant.")]
public enum Precision
{
    /// <summary>32-bit floating point throughout: what the golden numbers are compared with.</summary>
    Float32,

    /// <summary>
    /// 8-bit integers in every layer that bears it, chosen on calibration photos when the model is converted; the others stay in 32 bits.
    /// Several times faster on processors with integer dot products (VNNI, Arm), and a fraction of the memory.
    /// </summary>
    Int8,
}
