using System.Reflection;
using MaskClip.Tests.Architecture;
using MaskClip.Train;

namespace MaskClip.Training.Tests.Architecture;

/// <summary>How training's assemblies are built: rooms without circles, and no product that is a friend.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly[] Products = [typeof(Trainer).Assembly, typeof(TrainCommandLine).Assembly];

    public static TheoryData<string> Names => ProductRules.Names(Products);

    [Theory]
    [MemberData(nameof(Names))]
    public void Rooms_UseOneAnotherInNoCircle(string name) => ProductRules.AssertNoCircles(Products.Named(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Friends_AreTestsAndBenchmarks(string name) => ProductRules.AssertFriends(Products.Named(name));
}
