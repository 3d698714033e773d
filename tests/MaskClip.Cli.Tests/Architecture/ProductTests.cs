using System.Reflection;
using MaskClip.CommandLine;
using MaskClip.Evaluation;
using MaskClip.Testing;
using MaskClip.Tests.Architecture;
using MaskClip.World;

namespace MaskClip.Cli.Tests.Architecture;

/// <summary>How the assemblies that the command is made of are built: rooms without circles, and no product that is a friend.</summary>
public sealed class ProductTests
{
    private static readonly Assembly[] Products =
    [
        typeof(Segmenter).Assembly, typeof(SmallWorld).Assembly, typeof(Annotations.AnnotatedPhoto).Assembly,
        typeof(EvaluationReport).Assembly, typeof(CliHost).Assembly, typeof(CommandLine).Assembly,
    ];

    /// <summary>Products whose own tests look at them in the same way (<c>ArchitectureTests</c>).</summary>
    private static readonly string[] Elsewhere =
    [
        "MaskClip.Extensions", "MaskClip.Label", "MaskClip.Labelling", "MaskClip.Serve", "MaskClip.Server", "MaskClip.Train",
        "MaskClip.Training",
    ];

    public static TheoryData<string> Names => ProductRules.Names(Products);

    [Theory]
    [MemberData(nameof(Names))]
    public void Rooms_UseOneAnotherInNoCircle(string name) => ProductRules.AssertNoCircles(Products.Named(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Friends_AreTestsAndBenchmarks(string name) => ProductRules.AssertFriends(Products.Named(name));

    [Fact]
    public void Products_WithCode_AreAllLookedAt()
    {
        var source = Path.Combine(SharedData.Repository, "src");
        var withCode = Directory.EnumerateFiles(source, "*.csproj", SearchOption.AllDirectories)
            .Where(project => Directory.EnumerateFiles(Path.GetDirectoryName(project)!, "*.cs", SearchOption.AllDirectories)
                .Any(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin")))
            .Select(project => Path.GetFileNameWithoutExtension(project)!);

        Assert.Equal(
            Products.Select(product => product.GetName().Name!).Concat(Elsewhere).Order(StringComparer.Ordinal),
            withCode.Order(StringComparer.Ordinal));
    }
}
