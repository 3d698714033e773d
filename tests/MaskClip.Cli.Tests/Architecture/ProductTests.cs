using System.Reflection;
using System.Runtime.CompilerServices;
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

    public static TheoryData<string> Names => [.. Products.Select(product => product.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rooms_UseOneAnotherInNoCircle(string name)
    {
        var product = Products.Single(product => product.GetName().Name == name);

        var rooms = RoomGraph.Read(
            product.Location,
            Path.Combine(SharedData.Repository, "src", name),
            // Batches of photos are the facade's other half: what segments one photo segments many.
            folder => name == "MaskClip" && folder == "Batches" ? "" : folder);

        Assert.NotEmpty(rooms.Uses);
        Assert.Empty(rooms.Circles());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Friends_AreTestsAndBenchmarks(string name)
    {
        var friends = Products.Single(product => product.GetName().Name == name)
            .GetCustomAttributes<InternalsVisibleToAttribute>()
            .Select(friend => friend.AssemblyName.Split(',')[0]);

        Assert.All(friends, friend => Assert.True(
            friend.EndsWith(".Tests", StringComparison.Ordinal) || friend is "MaskClip.Benchmarks" or "MaskClip.Fuzz",
            $"{friend} is a friend of {name}"));
    }
}
