using MaskClip.World.Drawing;
using MaskClip.World.Stuff;
using MaskClip.World.Things;

namespace MaskClip.World.Layouts;

/// <summary>A scene without its things: stuff, light, and where things can be.</summary>
internal sealed class Setting
{
    private readonly Dice dice;
    private readonly int width;

    /// <summary>Begins a setting.</summary>
    /// <param name="dice">Decides it.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="horizon">The row where the ground begins, a share of the height; negative to look straight down, or under
    /// water.</param>
    /// <param name="night">Whether it is night.</param>
    public Setting(Dice dice, int width, int height, float horizon, bool night)
    {
        this.dice = dice;
        this.width = width;
        Backdrop = new Backdrop(width, height);
        View = new View(width / Backdrop.Unit, height / Backdrop.Unit, horizon * height / Backdrop.Unit);
        IsNight = night;
        Brightness = night ? dice.Between(0.42f, 0.62f) : dice.Between(0.9f, 1.06f);
        float darkness = night ? dice.Between(0.18f, 0.36f) : 0;
        int ink = dice.Chance(0.25f) ? 14 + dice.Below(16) : 0;
        Light = new Light(dice.Between(-1, 1), dice.Between(0.3f, 1), darkness, ink, dice.Chance(0.7f) ? 0.75f * dice.Unit() : 0);
        Zoom = dice.Between(1, 1.4f);
    }

    /// <summary>The stuff.</summary>
    public Backdrop Backdrop { get; }

    /// <summary>The geometry.</summary>
    public View View { get; }

    /// <summary>The light on things.</summary>
    public Light Light { get; init; }

    /// <summary>Whether it is night.</summary>
    public bool IsNight { get; }

    /// <summary>How bright stuff is, 1 by day.</summary>
    public float Brightness { get; init; }

    /// <summary>How large things are drawn, around 1.</summary>
    public float Zoom { get; init; }

    /// <summary>The row (in units) above which things can fly; 0 when there is no sky.</summary>
    public float SkyBottom { get; private set; }

    /// <summary>Whether things can hang above the horizon.</summary>
    public bool HasWall { get; private set; }

    /// <summary>Whether one or two things fill the picture.</summary>
    public bool IsCloseUp { get; init; }

    /// <summary>How many things, or groups of things, are meant to be there.</summary>
    public int Things { get; init; } = 3;

    /// <summary>How often a thing is one that does not belong there.</summary>
    public float Improbable { get; init; } = 0.3f;

    /// <summary>How often a thing is in the sky or on the wall rather than on the ground.</summary>
    public float Above { get; init; } = 0.28f;

    /// <summary>Lays the sky, by day or night, over the whole picture.</summary>
    public Setting Sky()
    {
        SkyBottom = View.Horizon < 0 ? View.Height : View.Horizon;
        if (IsNight) Backdrop.Lay(StuffKind.NightSky, new NightSky(View, dice));
        else Backdrop.Lay(StuffKind.Sky, new Sky(View, dice));
        return this;
    }

    /// <summary>Lays a wall over the whole picture.</summary>
    public Setting Wall(bool outdoors = false)
    {
        HasWall = true;
        Backdrop.Lay(StuffKind.Wall, new Wall(View, dice, outdoors));
        return this;
    }

    /// <summary>Lays a wall from some height down to the horizon.</summary>
    public Setting LowWall(float height)
    {
        float top = View.Horizon - height;
        SkyBottom = Math.Max(0, top);
        HasWall = true;
        Backdrop.LayBelow(StuffKind.Wall, new Wall(View, dice, outdoors: true), Borders.Level(width, Backdrop.Unit, top, 0, 0, dice));
        return this;
    }

    /// <summary>Lays mountains of about some height on the horizon.</summary>
    public Setting Mountains(float height)
    {
        var ridge = Borders.Ridge(width, Backdrop.Unit, View.Horizon, height, dice);
        Backdrop.LayBelow(StuffKind.Mountain, new Mountain(View, dice, ridge, Backdrop.Unit), ridge);
        SkyBottom = Math.Max(0, View.Horizon - 0.5f * height);
        return this;
    }

    /// <summary>Lays ground from a row (share of the way from the horizon to the foot) down.</summary>
    public Setting Ground(StuffKind kind, float from = 0, float waves = 0, float slant = 0)
    {
        var surface = Of(kind);
        if (View.Horizon < 0 && from <= 0) Backdrop.Lay(kind, surface);
        else
        {
            var edge = Borders.Level(width, Backdrop.Unit, Row(from), waves, slant, dice);
            for (int x = 0; x < width && from > 0; x++) edge[x] = Math.Max(edge[x], View.Horizon * Backdrop.Unit);
            Backdrop.LayBelow(kind, surface, edge);
        }

        return this;
    }

    /// <summary>Lays a road from left to right between two rows (shares as for <see cref="Ground"/>).</summary>
    public Setting RoadAcross(float from, float to)
    {
        float top = Row(from), bottom = Row(to), unit = Backdrop.Unit;
        Backdrop.LayWhere(StuffKind.Road, new Road(View, dice, RoadBed.Across(top, bottom)),
            (_, y) => unit * Math.Min(y - top, bottom - y));
        return this;
    }

    /// <summary>Lays a road from the viewer to the horizon.</summary>
    public Setting RoadAway(float halfWidth)
    {
        float unit = Backdrop.Unit;
        var bed = new RoadBed(View.Horizon, 0, View.Width * dice.Between(0.3f, 0.7f), View.Width * dice.Between(0.25f, 0.75f),
            halfWidth * View.Width);
        Backdrop.LayWhere(StuffKind.Road, new Road(View, dice, bed), (x, y) =>
        {
            if (y <= View.Horizon) return -1;
            float near = (y - View.Horizon) / (View.Height - View.Horizon);
            float half = bed.HalfWidth * near + 0.008f;
            return unit * (half - MathF.Abs(x - bed.Middle - (bed.Foot - bed.Middle) * near));
        });
        return this;
    }

    /// <summary>The places that kinds of stuff are.</summary>
    public static Places PlaceOf(StuffKind kind) => kind switch
    {
        StuffKind.Grass => Places.Country,
        StuffKind.Sand => Places.Beach,
        StuffKind.Water => Places.Water,
        StuffKind.Snow => Places.Snow,
        StuffKind.Road => Places.Street,
        StuffKind.Floor => Places.Room,
        _ => Places.None,
    };

    private float Row(float share) => View.Horizon + share * (View.Height - View.Horizon);

    private Surface Of(StuffKind kind) => kind switch
    {
        StuffKind.Grass => new Grass(View, dice),
        StuffKind.Sand => new Sand(View, dice),
        StuffKind.Water => new Water(View, dice),
        StuffKind.Snow => new Snow(View, dice),
        StuffKind.Road => new Road(View, dice, RoadBed.Everywhere),
        StuffKind.Floor => new Floor(View, dice),
        StuffKind.Wall => new Wall(View, dice, outdoors: false),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This is not ground."),
    };
}
