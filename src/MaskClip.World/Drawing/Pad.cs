using SkiaSharp;

namespace MaskClip.World.Drawing;

/// <summary>Draws things twice at once: smoothly into the picture, and without smoothing into a map of who owns which pixel.</summary>
/// <remarks>
/// Both get the same path under the same matrix, so they cannot drift apart: a pixel belongs to a part when its middle is inside, that is,
/// when the part covers about half of it or more.
/// </remarks>
internal sealed class Pad : IDisposable
{
    private readonly Shape shape = new();
    private readonly SKCanvas picture;
    private readonly SKCanvas owners;
    private readonly SKPaint brush = new() { IsAntialias = true };
    private readonly SKPaint coatBrush = new() { IsAntialias = true };
    private readonly SKPaint ink = new() { IsAntialias = true };
    private readonly SKPaint marker = new() { BlendMode = SKBlendMode.Src };
    private readonly Modelling modelling;
    private readonly Light light;
    private SKShader? coatShader;
    private SKMatrix place;
    private SKRect box;
    private SKRect bounds;

    /// <summary>Creates a pad over two bitmaps of one size.</summary>
    /// <param name="picture">RGBA.</param>
    /// <param name="owners">Alpha only: one number a pixel.</param>
    /// <param name="light">The scene's light.</param>
    public Pad(SKBitmap picture, SKBitmap owners, Light light)
    {
        this.picture = new SKCanvas(picture);
        this.owners = new SKCanvas(owners);
        this.light = light;
        modelling = new Modelling(light);
    }

    /// <summary>The coat of the thing that is being drawn.</summary>
    public Coat Dress { get; private set; } = null!;

    /// <summary>The coat's color.</summary>
    public SKColor Color => Dress.Base;

    /// <summary>Whether it is night, when windows and lamps are lit.</summary>
    public bool IsNight => light.Darkness > 0;

    /// <summary>Draws a soft shadow on the ground, in pixels; nobody owns it.</summary>
    public void Shadow(float x, float y, float radiusX, float radiusY, byte darkness)
    {
        picture.Save();
        picture.Translate(x, y);
        picture.Scale(radiusX, radiusY);
        using var fade = SKShader.CreateRadialGradient(default, 1,
            [new SKColor(0, 0, 0, darkness), new SKColor(0, 0, 0, darkness), SKColors.Transparent], [0, 0.45f, 1], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = fade };
        picture.DrawRect(-1, -1, 2, 2, paint);
        picture.Restore();
    }

    /// <summary>Begins a thing.</summary>
    /// <param name="owner">Its number, 1..255.</param>
    /// <param name="coat">Its coat.</param>
    /// <param name="place">From its own units (foot at 0, 0; up is negative) to pixels.</param>
    /// <param name="box">About where it is, in its own units.</param>
    public void Begin(byte owner, Coat coat, SKMatrix place, SKRect box)
    {
        Dress = coat;
        this.place = place;
        this.box = box;
        bounds = place.MapRect(box);
        shape.Begin(place, light.Ink / 2000f);
        marker.Color = new SKColor(0, 0, 0, owner);
        coatShader = coat.Shader?.WithLocalMatrix(place);
        coatBrush.Shader = coatShader;
        coatBrush.Color = coat.Base;
        ink.Color = coat.Base.Brightness() < 50 ? coat.Base.Towards(SKColors.White, 35) : coat.Base.Shade(38);

        // A layer may end at its bounds: both canvases must, or they would disagree about what sticks out.
        picture.Save();
        owners.Save();
        picture.ClipRect(bounds);
        owners.ClipRect(bounds);
        picture.SaveLayer(bounds, null);
    }

    /// <summary>Ends a thing: light, shade and roughness go over all that was drawn of it.</summary>
    /// <param name="luminous">It shines itself: no shade, no night.</param>
    public void End(bool luminous)
    {
        if (!luminous) modelling.Apply(picture, place, box, bounds);
        picture.Restore();
        picture.Restore();
        owners.Restore();
        coatBrush.Shader = null;
        coatShader?.Dispose();
    }

    /// <summary>An ellipse.</summary>
    public Pad Oval(float x, float y, float radiusX, float radiusY, float turn = 0)
    {
        shape.Oval(x, y, radiusX, radiusY, turn);
        return this;
    }

    /// <summary>A circle.</summary>
    public Pad Circle(float x, float y, float radius) => Oval(x, y, radius, radius);

    /// <summary>A circular ring.</summary>
    public Pad Ring(float x, float y, float outer, float inner)
    {
        shape.Oval(x, y, outer, outer, 0);
        shape.Hole(x, y, inner);
        return this;
    }

    /// <summary>A rectangle, its corners rounded.</summary>
    public Pad Box(float x, float y, float width, float height, float corner = 0)
    {
        shape.Box(x, y, width, height, corner);
        return this;
    }

    /// <summary>Corners joined by lines: x, y of each in turn.</summary>
    public Pad Polygon(params ReadOnlySpan<float> corners)
    {
        shape.Polygon(corners);
        return this;
    }

    /// <summary>A closed curve through points: x, y of each in turn.</summary>
    public Pad Blob(params ReadOnlySpan<float> through)
    {
        shape.Blob(through);
        return this;
    }

    /// <summary>A rounded bar from one width to another.</summary>
    public Pad Limb(float x1, float y1, float width1, float x2, float y2, float width2)
    {
        shape.Limb(x1, y1, width1, x2, y2, width2);
        return this;
    }

    /// <summary>A rounded line through points.</summary>
    public Pad Line(float width, params ReadOnlySpan<float> points)
    {
        shape.Line(width, points);
        return this;
    }

    /// <summary>A rounded line along a curve through points, from one width to another.</summary>
    public Pad Curve(float from, float to, params ReadOnlySpan<float> points)
    {
        shape.Curve(from, to, points);
        return this;
    }

    /// <summary>Fills what was outlined with the coat, as part of the thing.</summary>
    public void Coat() => Draw(coatBrush, owned: true);

    /// <summary>Fills what was outlined with a color, as part of the thing.</summary>
    public void Fill(SKColor color)
    {
        brush.Color = color;
        Draw(brush, owned: true);
    }

    /// <summary>Fills what was outlined with a color, as a mark on the thing: only where the thing already is.</summary>
    public void Mark(SKColor color)
    {
        brush.Color = color;
        brush.BlendMode = SKBlendMode.SrcATop;
        Draw(brush, owned: false);
        brush.BlendMode = SKBlendMode.SrcOver;
    }

    /// <summary>Fills what was outlined with a color that nobody owns: whiskers too thin for a pixel, the ground's rails.</summary>
    public void Loose(SKColor color)
    {
        brush.Color = color;
        Draw(brush, owned: false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IDisposable[] mine = [shape, picture, owners, brush, coatBrush, ink, marker, modelling];
        foreach (var one in mine) one.Dispose();
    }

    private void Draw(SKPaint paint, bool owned)
    {
        using var path = shape.Take();
        if (light.Ink > 0)
        {
            // The outline lies around the part, not on it: parts made of many pieces get one line around all.
            using var halo = shape.TakeHalo();
            if (owned)
            {
                picture.DrawPath(halo, ink);
                owners.DrawPath(halo, marker);
            }
        }

        picture.DrawPath(path, paint);
        if (owned) owners.DrawPath(path, marker);
    }
}
