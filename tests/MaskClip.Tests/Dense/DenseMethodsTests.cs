
using MaskClip.Testing;

namespace MaskClip.Tests.Dense;

public class DenseMethodsTests
{
    [Fact]
    public void All_IsEveryFileOfTheMethodsFolder()
    {
        var files = Directory.GetFiles(Path.Combine(SharedData.Repository, "src", "MaskClip", "Methods", "Published"), "*.cs")
            .Select(Path.GetFileNameWithoutExtension);
        var listed = typeof(DenseMethods).Assembly.GetTypes()
            .Where(type => type.Namespace == "MaskClip.Methods.Published" && type.IsClass && !type.IsNested)
            .Select(type => (type.Name, Method: (DenseMethod)type.GetProperty("Method")!.GetValue(null)!)).ToArray();

        Assert.Equal(files.Order(), listed.Select(type => type.Name).Order());
        Assert.Equal(DenseMethods.All.Select(method => method.Name).Order(), listed.Select(type => type.Method.Name).Order());
        Assert.Equal(
            DenseMethods.All.Count, DenseMethods.All.Select(method => method.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void All_HoldsTheMethodsThatArePromised() => Assert.Empty(
        "clearclip clip clip-surgery gem kk maskclip naclip nonly pearl resclip scclip sclip sfp".Split(' ')
            .Except(DenseMethods.All.Select(method => method.Name)));

    [Fact]
    public void All_Settings_ShowTheirValueAndTakeItBack() => Assert.All(DenseMethods.All, method => Assert.All(method.AllOptions, option =>
        Assert.Equal(method.Block.Id, method.With($"{option.Name}={option.Show(method.Block)}").Id)));

    [Theory]
    [InlineData("naclip:sigma=7", "z = out(A v); A = softmax(kk + ω(σ 7))")]
    [InlineData("NaClip : sigma = 7 , MLP = on", "z = out(A v), z + MLP(LN z); A = softmax(kk + ω(σ 7))")]
    [InlineData("kk:residual", "z = x + out(A v); A = softmax(kk)")]
    [InlineData("nonly", "z = out(A v); A = softmax(|q||k|ω(σ 5))")]
    [InlineData("sclip", "z = x + out(A v), z + MLP(LN z); A = softmax(qq) + softmax(kk)")]
    [InlineData("maskclip", "z = x + out(A v), z + MLP(LN z); A = 1")]
    [InlineData(
        "resclip:feedback=off,share=0.25", "z = out(A v); A = 2(0.75(softmax(kk + ω(σ 5))) + 0.25 mean of softmax(qk) in blocks 6,7,8,9)")]
    public void Parse_NameAndSettings_GivesTheDescription(string text, string formula) =>
        Assert.Equal(formula, DenseMethods.Parse(text).Formula);

    [Theory]
    [InlineData("", "Unknown method ''")]
    [InlineData("maskclip2", "Unknown method 'maskclip2'. Available: clip, maskclip")]
    [InlineData("sclip:sigma=3", "'sclip' has no setting 'sigma'; it has: residual (on, off), mlp (on, off), positions (size, factor")]
    [InlineData("naclip:sigma=wide", "'sigma' is 'wide'; 0.1 to 1000 is allowed")]
    [InlineData("naclip:sigma=NaN", "'sigma' is 'NaN'")]
    [InlineData("naclip:mlp=perhaps", "'mlp' is 'perhaps'; on and off are allowed")]
    [InlineData("gem:blocks=2.5", "'blocks' is 2.5; a whole number from 1 to 100 is allowed")]
    [InlineData("gem:positions=cubic", "'positions' is 'cubic'; size, factor, antialias, bilinear are allowed")]
    public void Parse_Wrong_SaysWhatIsAllowed(string text, string message) =>
        Assert.Contains(message, Assert.Throws<OptionsException>(() => DenseMethods.Parse(text)).Message);

    [Fact]
    public void Published_AllEightKnown_GiveThePublishedAverage()
    {
        Assert.Equal(43.9, DenseMethods.Find("scclip").Published[0].Average!.Value, 0.05);
        Assert.Equal(42.46, DenseMethods.Find("naclip").Published[1].Average!.Value, 0.05);
        Assert.Null(DenseMethods.Find("gem").Published[0].Average);
    }

    /// <summary>
    /// Graphs are cached by <see cref="LastBlock.Id"/>: a parameter that is not in it would give another description's graph.
    /// </summary>
    [Fact]
    public void Id_AnyParameterChanged_Changes()
    {
        foreach (var block in DenseMethods.All.Select(method => method.Block))
        {
            foreach (var changed in Changed(block))
                Assert.True(block.Id != ((LastBlock)changed.Value).Id, $"{block.Name}: {changed.Path} changes nothing in the id.");
        }
    }

    /// <summary>Copies of a record with one of its parameters changed, its parts' parameters too.</summary>
    private static IEnumerable<(string Path, object Value)> Changed(object record)
    {
        foreach (var property in record.GetType().GetProperties().Where(property => property.SetMethod is not null))
        {
            foreach (var (path, value) in Others(property.PropertyType, property.GetValue(record)))
            {
                var copy = record.GetType().GetMethod("<Clone>$")!.Invoke(record, [])!;
                property.SetValue(copy, value);
                yield return ($"{property.Name}{path}", copy);
            }
        }
    }

    private static IEnumerable<(string Path, object? Value)> Others(Type type, object? value) => value switch
    {
        bool on => [("", !on)],
        int number => [("", number + 1)],
        double number => [("", number / 2 + 0.1)],
        string text => [("", text + "x")],
        Similarities of => [("", of == Similarities.QueryQuery ? Similarities.KeyKey : Similarities.QueryQuery)],
        PositionResize positions => [("", positions == PositionResize.Size ? PositionResize.Bilinear : PositionResize.Size)],
        KeyProjection keys => [("", keys == KeyProjection.Output ? KeyProjection.None : KeyProjection.Output)],
        PoolingAttention pooling => [
            ("", pooling == PoolingAttention.Identity ? PoolingAttention.QueryKey : PoolingAttention.Identity), ("", null)
        ],
        null when type == typeof(PoolingAttention?) => [("", PoolingAttention.Identity)],
        OwnPosition or WholePicture => [("", new SimilarPositions()), ("", null)],
        SimilarPositions => [.. Changed(value).Select(part => (part.Path, (object?)part.Value)), ("", new OwnPosition()), ("", null)],
        null when type == typeof(PositionMixing) => [("", new WholePicture())],
        null when type == typeof(int?) => [("", 1)],
        null when type == typeof(NeighborBias) => [("", new NeighborBias(5))],
        null when type == typeof(EarlierMaps) => [("", new EarlierMaps([1], [new AttentionTerm(Similarities.QueryKey)], 0.5))],
        null when type == typeof(SemanticFeedback) => [("", new SemanticFeedback(0.5, 1, 0.1))],
        IReadOnlyList<int> blocks => [("", blocks.Append(1).ToArray())],
        IReadOnlyList<AttentionTerm> terms =>
        [
            .. Changed(terms[0]).Select(term => (term.Path, (object?)terms.Skip(1).Prepend((AttentionTerm)term.Value).ToArray())),
            ("", terms.Append(terms[0]).ToArray()),
        ],
        NeighborBias or EarlierMaps or SemanticFeedback => [.. Changed(value).Select(part => (part.Path, (object?)part.Value)), ("", null)],
        _ => throw new InvalidOperationException($"This test does not know how to change a {type}."),
    };
}
