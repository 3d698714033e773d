using System.Reflection;
using MaskClip.Extensions;
using MaskClip.Serve;
using MaskClip.Tests.Architecture;

namespace MaskClip.Server.Tests;

/// <summary>How the service's assemblies are built: rooms without circles, and no product that is a friend.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly[] Products =
    [
        typeof(SegmenterSource).Assembly, typeof(MaskClipServerOptions).Assembly, typeof(ServeCommandLine).Assembly,
    ];

    public static TheoryData<string> Names => ProductRules.Names(Products);

    [Theory]
    [MemberData(nameof(Names))]
    public void Rooms_UseOneAnotherInNoCircle(string name) => ProductRules.AssertNoCircles(Products.Named(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Friends_AreTests(string name) => ProductRules.AssertFriends(Products.Named(name));
}
