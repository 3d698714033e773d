using MaskClip.Testing;

namespace MaskClip.Tests.Architecture;

/// <summary>The core's rooms stand one above another: a room uses only rooms below it.</summary>
public sealed class RoomsTests
{
    private static readonly string Project = Path.Combine(SharedData.Repository, "src", "MaskClip");

    [Fact]
    public void Rooms_OfTheCore_UseOneAnotherInNoCircle() => Assert.Empty(Core().Circles());

    [Fact]
    public void Rooms_OfAnnotations_UseOneAnotherInNoCircle()
    {
        var annotations = typeof(Annotations.AnnotatedPhoto).Assembly.Location;
        var rooms = RoomGraph.Read(annotations, Path.Combine(SharedData.Repository, "src", "MaskClip.Annotations"), folder => folder);

        Assert.Contains(("Formats", "Shapes"), rooms.Uses.Keys);
        Assert.Empty(rooms.Circles());
    }

    [Fact]
    public void Uses_OfTheCore_AreSeenFromTheFacadeToTheGround()
    {
        var uses = Core().Uses.Keys;
        // Code, signatures and bodies of lambdas: where one were not read, circles would hide in it.
        Assert.Contains(("", "Model"), uses);
        Assert.Contains(("Model", "Towers"), uses);
        Assert.Contains(("Towers", "Graph"), uses);
        Assert.Contains(("Options", "Engine"), uses);
        Assert.True(uses.Select(use => use.From).Distinct().Count() > 20);
    }

    // Batches of photos are the facade's other half: what segments one photo segments many.
    private static RoomGraph Core() =>
        RoomGraph.Read(typeof(Segmenter).Assembly.Location, Project, folder => folder == "Batches" ? "" : folder);
}
