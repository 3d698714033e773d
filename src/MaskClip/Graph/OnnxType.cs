namespace MaskClip.Graph;

/// <summary>Element types of ONNX tensors (numbers of <c>TensorProto.DataType</c>).</summary>
internal enum OnnxType
{
    Float = 1,
    Int64 = 7,
}
