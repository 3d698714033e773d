namespace MaskClip.World.Things;

/// <summary>Every kind of thing there is.</summary>
internal static class AllThings
{
    /// <summary>The things, in the order of their class numbers.</summary>
    public static IReadOnlyList<Thing> List { get; } =
    [
        new Car(), new Bus(), new Train(), new Boat(), new Aeroplane(), new Bicycle(), new House(), new Tower(), new Tree(), new Flower(),
        new Cat(), new Dog(), new Horse(), new Cow(), new Sheep(), new Bird(), new Fish(), new Person(), new Chair(), new Table(),
            new Bottle(),
        new Cup(), new Apple(), new Ball(), new Book(), new Clock(), new Sun(), new Moon(), new Cloud(), new Umbrella(), new Kite(),
            new Balloon(),
        new Lamp(), new Mushroom(), new Butterfly(), new TrafficLight(),
    ];
}
