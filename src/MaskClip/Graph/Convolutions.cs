namespace MaskClip.Graph;

/// <summary>The operations of convolutional networks, emitted into a graph. Maps are <c>[n, C, h, w]</c>.</summary>
internal class Convolutions(OnnxGraph graph, WeightFile weights)
{
    /// <summary>The graph.</summary>
    public OnnxGraph Graph { get; } = graph;

    /// <summary>Whether layers with a stride pad one row and column less at the end than at the beginning, as CNTK does.</summary>
    public bool PadsUnevenly { get; init; }

    /// <summary>A square convolution with bias, of an odd kernel, padded so that a stride of 1 keeps the size.</summary>
    /// <param name="prefix">Its weight and bias are <c>prefix.weight</c> and <c>prefix.bias</c>.</param>
    /// <param name="x">The map.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="dilation">Distance between the kernel's positions.</param>
    /// <param name="groups">Groups of channels that do not see each other.</param>
    public virtual OnnxValue Convolve(string prefix, OnnxValue x, int stride = 1, int dilation = 1, int groups = 1) => Graph.Add(
        "Conv",
        [x, Weight($"{prefix}.weight"), Weight($"{prefix}.bias")],
        Attributes($"{prefix}.weight", stride, dilation, groups));

    /// <summary>A convolution, then <c>max(0, x)</c>.</summary>
    public virtual OnnxValue ConvolveRelu(string prefix, OnnxValue x, int stride = 1, int dilation = 1, int groups = 1) =>
        Relu(Convolve(prefix, x, stride, dilation, groups));

    /// <summary><c>max(0, x)</c>.</summary>
    public OnnxValue Relu(OnnxValue x) => Graph.Add("Relu", [x]);

    /// <summary>The sum of two maps of one size.</summary>
    public OnnxValue Sum(OnnxValue x, OnnxValue y) => Graph.Add("Add", [x, y]);

    /// <summary>The end of a residual block: <c>max(0, x + y)</c>.</summary>
    /// <param name="prefix">The block's last convolution.</param>
    /// <param name="x">What that convolution gives.</param>
    /// <param name="y">The shortcut.</param>
    public virtual OnnxValue SumRelu(string prefix, OnnxValue x, OnnxValue y) => Relu(Sum(x, y));

    /// <summary>Means of 2x2 positions, with stride 2.</summary>
    public virtual OnnxValue AveragePool(OnnxValue x) => Graph.Add("AveragePool", [x], PoolAttributes);

    /// <summary>The greatest of 3x3 positions, with stride 2.</summary>
    public virtual OnnxValue MaximumPool(OnnxValue x) =>
        Graph.Add(
            "MaxPool", [x], OnnxAttribute.Integers("kernel_shape", 3, 3), OnnxAttribute.Integers("strides", 2, 2), Pads(1, strided: true));

    /// <summary>
    /// A 2x2 mean of positions <paramref name="dilation"/> apart, without stride; right and bottom borders are replicated.
    /// </summary>
    public virtual OnnxValue DilatedAverage(OnnxValue x, int channels, int dilation)
    {
        var padded = Graph.Add("Pad", [x, Graph.Integers(0, 0, 0, 0, 0, 0, dilation, dilation)], OnnxAttribute.Word("mode", "edge"));
        var kernel = Graph.Add("Expand", [Graph.Scalar(0.25f), Graph.Integers(channels, 1, 2, 2)]);
        return Graph.Add(
            "Conv",
            [padded, kernel],
            OnnxAttribute.Integer("group", channels),
            OnnxAttribute.Integers("kernel_shape", 2, 2),
            OnnxAttribute.Integers("dilations", dilation, dilation));
    }

    /// <summary>The upper left part of a map that has the size of another one.</summary>
    public virtual OnnxValue CropLike(OnnxValue x, OnnxValue other)
    {
        var size = Graph.Add("Slice", [Graph.Add("Shape", [other]), Graph.Integers(2), Graph.Integers(4)]);
        return Graph.Add("Slice", [x, Graph.Integers(0, 0), size, Graph.Integers(2, 3)]);
    }

    /// <summary>A map as floating-point numbers, for what is not a convolutional network any more.</summary>
    public virtual OnnxValue Exact(OnnxValue x) => x;

    /// <summary>Twice the size, bilinear between cell centers (PyTorch's <c>align_corners=False</c>).</summary>
    public OnnxValue Double(OnnxValue x) =>
        Graph.Add(
            "Resize",
            [x, OnnxValue.Omitted, Graph.Floats(1, 1, 2, 2)],
            OnnxAttribute.Word("mode", "linear"),
            OnnxAttribute.Word("coordinate_transformation_mode", "half_pixel"));

    /// <summary>How 2x2 positions are pooled.</summary>
    protected static OnnxAttribute[] PoolAttributes =>
    [
        OnnxAttribute.Integers("kernel_shape", 2, 2), OnnxAttribute.Integers("strides", 2, 2)
    ];

    /// <summary>A tensor of the weight file.</summary>
    protected OnnxValue Weight(string tensor) => Graph.Weight(weights, tensor);

    /// <summary>Whether the weight file has a tensor.</summary>
    protected bool Has(string tensor) => weights.Has(tensor);

    /// <summary>The attributes of a convolution with the weights of a tensor.</summary>
    protected OnnxAttribute[] Attributes(string tensor, int stride, int dilation, int groups)
    {
        long kernel = weights[tensor].Shape[^1], pad = kernel / 2 * dilation;
        return
        [
            OnnxAttribute.Integer("group", groups),
            OnnxAttribute.Integers("kernel_shape", kernel, kernel),
            OnnxAttribute.Integers("strides", stride, stride),
            OnnxAttribute.Integers("dilations", dilation, dilation),
            Pads(pad, stride > 1),
        ];
    }

    private OnnxAttribute Pads(long pad, bool strided)
    {
        long end = strided && PadsUnevenly ? Math.Max(0, pad - 1) : pad;
        return OnnxAttribute.Integers("pads", pad, pad, end, end);
    }
}
