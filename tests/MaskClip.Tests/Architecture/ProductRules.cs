using System.Reflection;
using System.Runtime.CompilerServices;
using MaskClip.Testing;

namespace MaskClip.Tests.Architecture;

/// <summary>What holds for every product: its rooms use one another in no circle, and no product is its friend.</summary>
internal static class ProductRules
{
    /// <summary>The names of products, for theories.</summary>
    public static TheoryData<string> Names(IEnumerable<Assembly> products) => [.. products.Select(product => product.GetName().Name!)];

    /// <summary>The product of a name.</summary>
    public static Assembly Named(this IEnumerable<Assembly> products, string name) =>
        products.Single(product => product.GetName().Name == name);

    /// <summary>Fails where rooms use one another in a circle, with the types that close it.</summary>
    /// <param name="product">The product; its sources are the folder of its name in <c>src</c>.</param>
    public static void AssertNoCircles(Assembly product)
    {
        var name = product.GetName().Name!;
        var project = Path.Combine(SharedData.Repository, "src", name);

        var rooms = RoomGraph.Read(
            product.Location,
            project,
            // Batches of photos are the facade's other half: what segments one photo segments many.
            folder => name == "MaskClip" && folder == "Batches" ? "" : folder);

        // Sources that were not found would be rooms that use nothing.
        bool hasRooms = Directory.EnumerateDirectories(project).Any(folder =>
            Path.GetFileName(folder) is not ("obj" or "bin")
                && Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any());
        Assert.Equal(hasRooms, rooms.Uses.Count > 0);
        Assert.Empty(rooms.Circles());
    }

    /// <summary>Fails where a friend is neither tests nor benchmarks.</summary>
    public static void AssertFriends(Assembly product)
    {
        var friends = product.GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName.Split(',')[0]);

        Assert.All(friends, friend => Assert.True(
            friend.EndsWith(".Tests", StringComparison.Ordinal) || friend is "MaskClip.Benchmarks" or "MaskClip.Fuzz",
            $"{friend} is a friend of {product.GetName().Name}"));
    }
}
