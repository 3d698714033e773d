namespace MaskClip.Quantization;

/// <summary>What calibration found out about a layer.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Layer">The layer, e.g. <c>visual.transformer.resblocks.3.mlp.c_fc</c>; <c>….attn.in</c> is query, key and value.</param>
/// <param name="Damage">1 - mean cosine between the features with this layer alone in int8 and those of fp32.</param>
/// <param name="Kept">Whether the layer stays in fp32.</param>
public sealed record LayerDamage(string Layer, double Damage, bool Kept);
