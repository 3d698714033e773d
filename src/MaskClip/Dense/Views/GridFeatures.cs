namespace MaskClip.Dense;

/// <summary>One window's features.</summary>
/// <param name="Features"><c>[rows·columns, d]</c>, unit length.</param>
/// <param name="Key"><c>[rows·columns, k]</c>; empty when keys were not asked for.</param>
/// <param name="SecondLook">Looks again once names are known, where the method does.</param>
internal readonly record struct GridFeatures(ReadOnlyMemory<float> Features, ReadOnlyMemory<float> Key, SecondLook? SecondLook = null);
