namespace MaskClip.Checkpoints.Torch;

/// <summary>A storage's bytes and how many there are, known before they are read.</summary>
internal sealed record StorageBytes(TensorBytes Bytes, long Length);
