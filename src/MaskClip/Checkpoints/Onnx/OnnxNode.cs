namespace MaskClip.Checkpoints.Onnx;

/// <summary>An operation of an ONNX graph.</summary>
/// <param name="Operation">The operator's name, as in <c>Conv</c>.</param>
/// <param name="Inputs">Names of the values that it reads; empty for those left out.</param>
/// <param name="Outputs">Names of the values that it gives.</param>
/// <param name="Integers">Attributes that are whole numbers, alone or in lists.</param>
/// <param name="Numbers">Attributes that are numbers.</param>
internal sealed record OnnxNode(
    string Operation,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, long[]> Integers,
    IReadOnlyDictionary<string, float> Numbers)
{
    /// <summary>The value that it gives, or the first of several.</summary>
    public string Output => Outputs.Count > 0 ? Outputs[0] : "";

    /// <summary>An input, or an empty name where there are fewer.</summary>
    public string Input(int index) => index < Inputs.Count ? Inputs[index] : "";

    /// <summary>A list of whole numbers, or what ONNX takes where it is not given.</summary>
    public long[] List(string name, params long[] usual) => Integers.GetValueOrDefault(name) is { Length: > 0 } given ? given : usual;
}
