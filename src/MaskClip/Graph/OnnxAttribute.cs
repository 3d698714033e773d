using System.Text;

namespace MaskClip.Graph;

/// <summary>An attribute of an ONNX node (<c>AttributeProto</c>).</summary>
internal sealed class OnnxAttribute
{
    private readonly Action<ProtoWriter> write;

    private OnnxAttribute(Action<ProtoWriter> write) => this.write = write;

    /// <summary>A number.</summary>
    public static OnnxAttribute Number(string name, float value) => new(message =>
    {
        message.Text(1, name);
        message.Float(2, value);
        message.Integer(20, 1);
    });

    /// <summary>A whole number.</summary>
    public static OnnxAttribute Integer(string name, long value) => new(message =>
    {
        message.Text(1, name);
        message.Integer(3, value);
        message.Integer(20, 2);
    });

    /// <summary>A word.</summary>
    public static OnnxAttribute Word(string name, string value) => new(message =>
    {
        message.Text(1, name);
        message.Bytes(4, Encoding.UTF8.GetBytes(value));
        message.Integer(20, 3);
    });

    /// <summary>A list of whole numbers.</summary>
    public static OnnxAttribute Integers(string name, params long[] values) => new(message =>
    {
        message.Text(1, name);
        foreach (var value in values) message.Integer(8, value);
        message.Integer(20, 7);
    });

    /// <summary>Writes the message.</summary>
    public void Write(ProtoWriter message) => write(message);
}
