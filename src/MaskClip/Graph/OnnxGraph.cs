namespace MaskClip.Graph;

/// <summary>Builds an ONNX model node by node and writes it as a file. Knows nothing of CLIP.</summary>
/// <remarks>Field numbers are those of <c>onnx.proto</c> (ONNX IR version 8, operator set 17).</remarks>
internal sealed class OnnxGraph(string name)
{
    private const int IrVersion = 8;
    private const int OperatorSet = 17;
    private const string Microsoft = "com.microsoft";

    // ONNX Runtime's own operators (ContribOperators.md), as far as they are used.
    private static readonly HashSet<string> Contributed = ["MatMulIntegerToFloat", "QLinearAdd", "QLinearAveragePool"];

    private readonly ProtoWriter nodes = new();
    private readonly ProtoWriter initializers = new();
    private readonly ProtoWriter inputs = new();
    private readonly ProtoWriter outputs = new();
    private readonly ProtoWriter shapes = new();
    private readonly Dictionary<string, OnnxValue> constants = [];
    private readonly Dictionary<string, OnnxValue> weights = [];
    private int count;
    private bool contributed;

    /// <summary>Declares an input. A dimension is a number or a name for a size known only at run time.</summary>
    public OnnxValue Input(string input, OnnxType type, params object[] shape)
    {
        inputs.Message(11, value => ValueInfo(value, input, type, shape));
        return new(input);
    }

    /// <summary>Makes a value an output under a name of its own.</summary>
    public void Output(OnnxValue value, string output, params object[] shape)
    {
        Node("", "Identity", [value], [new(output)], []);
        outputs.Message(12, info => ValueInfo(info, output, OnnxType.Float, shape));
    }

    /// <summary>
    /// Names the dimensions of an fp32 value, where the engine could not tell by itself that they are those of others; returns the value.
    /// </summary>
    public OnnxValue Shaped(OnnxValue value, params object[] shape)
    {
        shapes.Message(13, info => ValueInfo(info, value.Name, OnnxType.Float, shape));
        return value;
    }

    /// <summary>Adds a node and returns its result.</summary>
    /// <param name="operation">One of ONNX's, or of ONNX Runtime's own (domain <c>com.microsoft</c>).</param>
    /// <param name="arguments">What it is given; <see cref="OnnxValue.Omitted"/> for an optional one that it is not.</param>
    /// <param name="attributes">Its attributes.</param>
    public OnnxValue Add(string operation, OnnxValue[] arguments, params OnnxAttribute[] attributes) =>
        Add(operation, 1, arguments, attributes)[0];

    /// <summary>Adds a node and returns its results.</summary>
    /// <inheritdoc cref="Add(string, OnnxValue[], OnnxAttribute[])"/>
    public OnnxValue[] Add(string operation, int results, OnnxValue[] arguments, params OnnxAttribute[] attributes)
    {
        bool own = Contributed.Contains(operation);
        contributed |= own;
        OnnxValue[] values =
        [
            .. Enumerable.Range(0, results).Select(i => new OnnxValue(i == 0 ? $"{operation}_{count}" : $"{operation}_{count}_{i}"))
        ];
        count++;
        Node(own ? Microsoft : "", operation, arguments, values, attributes);
        return values;
    }

    /// <summary>A constant list of integers; equal lists share one initializer.</summary>
    public OnnxValue Integers(params long[] values) =>
        Constant(
            $"i[{string.Join(',', values)}]",
            OnnxType.Int64,
            [values.Length],
            System.Runtime.InteropServices.MemoryMarshal.AsBytes<long>(values));

    /// <summary>A constant whole number.</summary>
    public OnnxValue Whole(long value) =>
        Constant($"i{value}", OnnxType.Int64, [], System.Runtime.InteropServices.MemoryMarshal.AsBytes<long>([value]));

    /// <summary>A constant list of numbers.</summary>
    public OnnxValue Floats(params float[] values) =>
        Constant(
            $"f[{string.Join(',', values.Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))}]",
            OnnxType.Float,
            [values.Length],
            System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values));

    /// <summary>A constant number.</summary>
    public OnnxValue Scalar(float value) =>
        Constant($"f{value:R}", OnnxType.Float, [], System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>([value]));

    /// <summary>Takes a tensor of a weight file as an initializer.</summary>
    public OnnxValue Weight(WeightFile file, string tensor)
    {
        if (weights.TryGetValue(tensor, out var known)) return known;
        var place = file[tensor];
        initializers.Message(5, message =>
        {
            foreach (var size in place.Shape) message.Integer(1, size);
            message.Integer(2, (int)place.Type);
            message.Text(8, tensor);
            Entry(message, "location", file.FileName);
            Entry(message, "offset", place.Offset.ToString());
            Entry(message, "length", place.Length.ToString());
            message.Integer(14, 1); // data_location = EXTERNAL
        });
        return weights[tensor] = new(tensor);
    }

    /// <summary>Writes the model file.</summary>
    public void Write(Stream stream)
    {
        var model = new ProtoWriter();
        model.Integer(1, IrVersion);
        model.Text(2, "MaskClip for .NET");
        var graph = new ProtoWriter();
        graph.Text(2, name);
        byte[] body =
        [
            .. nodes.Written, .. graph.Written, .. initializers.Written, .. inputs.Written, .. outputs.Written, .. shapes.Written
        ];
        model.Bytes(7, body);
        model.Message(8, set => set.Integer(2, OperatorSet));
        if (contributed)
        {
            model.Message(8, set =>
            {
                set.Text(1, Microsoft);
                set.Integer(2, 1);
            });
        }

        stream.Write(model.Written);
    }

    /// <summary>A constant unsigned byte.</summary>
    public OnnxValue Byte(byte value) => Constant($"b{value}", OnnxType.UInt8, [], [value]);

    /// <summary>A constant signed byte.</summary>
    public OnnxValue SignedByte(sbyte value) => Constant($"s{value}", OnnxType.Int8, [], [(byte)value]);

    private OnnxValue Constant(string key, OnnxType type, long[] shape, ReadOnlySpan<byte> data)
    {
        if (constants.TryGetValue(key, out var known)) return known;
        var constant = new OnnxValue($"constant_{constants.Count}");
        constants.Add(key, constant);
        var raw = data.ToArray();
        initializers.Message(5, message =>
        {
            foreach (var size in shape) message.Integer(1, size);
            message.Integer(2, (int)type);
            message.Text(8, constant.Name);
            message.Bytes(9, raw);
        });
        return constant;
    }

    private void Node(string domain, string operation, OnnxValue[] arguments, OnnxValue[] results, OnnxAttribute[] attributes) =>
        nodes.Message(1, node =>
        {
            foreach (var argument in arguments) node.Text(1, argument.Name);
            foreach (var result in results) node.Text(2, result.Name);
            node.Text(3, results[0].Name);
            node.Text(4, operation);
            foreach (var attribute in attributes) node.Message(5, attribute.Write);
            if (domain.Length > 0) node.Text(7, domain);
        });

    private static void ValueInfo(ProtoWriter info, string value, OnnxType type, object[] shape)
    {
        info.Text(1, value);
        info.Message(2, kind => kind.Message(1, tensor =>
        {
            tensor.Integer(1, (int)type);
            tensor.Message(2, dimensions =>
            {
                foreach (var size in shape)
                {
                    dimensions.Message(1, dimension =>
                    {
                        if (size is string symbol) dimension.Text(2, symbol);
                        else dimension.Integer(1, Convert.ToInt64(size));
                    });
                }
            });
        }));
    }

    private static void Entry(ProtoWriter message, string key, string value) =>
        message.Message(13, entry =>
        {
            entry.Text(1, key);
            entry.Text(2, value);
        });
}
