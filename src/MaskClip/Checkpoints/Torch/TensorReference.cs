namespace MaskClip.Checkpoints.Torch;

/// <summary>A tensor as a pickle describes it: a place in a storage. Not checked yet: the file may claim anything.</summary>
internal sealed record TensorReference(StorageReference Storage, long Offset, long[] Size, long[] Stride);
