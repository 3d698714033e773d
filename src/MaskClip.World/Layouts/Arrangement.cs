using MaskClip.World.Drawing;
using MaskClip.World.Scenes;
using MaskClip.World.Stuff;
using MaskClip.World.Things;
using SkiaSharp;

namespace MaskClip.World.Layouts;

/// <summary>Puts things into a setting.</summary>
internal sealed class Arrangement
{
    private const int Tries = 14;

    private readonly Setting setting;
    private readonly WorldSplit split;
    private readonly Dice dice;
    private readonly View view;
    private readonly byte[] owners;
    private readonly StuffKind[] kinds;
    private readonly int width;
    private readonly float crowding;
    private readonly List<Placed> placed = [];

    private Arrangement(Setting setting, byte[] owners, int width, WorldSplit split, Dice dice)
    {
        (this.setting, this.owners, this.width, this.split, this.dice) = (setting, owners, width, split, dice);
        view = setting.View;
        kinds = [.. setting.Backdrop.Laid.Select(laid => laid.Kind)];
        crowding = dice.Pick(0.05f, 0.05f, 0.25f, 0.45f);
    }

    private static IEnumerable<Thing> Earthly => AllThings.List.Where(thing => !thing.BelongsIn(Places.Heaven));

    /// <summary>Chooses and places things; the first is drawn first.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="owners">Which of its layers owns each pixel.</param>
    /// <param name="width">Columns of pixels.</param>
    /// <param name="split">Which colors may be used.</param>
    /// <param name="dice">Decides everything.</param>
    public static IReadOnlyList<Placed> Make(Setting setting, byte[] owners, int width, WorldSplit split, Dice dice)
    {
        var arrangement = new Arrangement(setting, owners, width, split, dice);
        if (setting.IsCloseUp) arrangement.PlaceLarge();
        else
        {
            for (int i = 0; i < setting.Things; i++) arrangement.PlaceGroup();
        }

        return [.. arrangement.placed.OrderBy(thing => thing.Depth)];
    }

    private void PlaceGroup()
    {
        var (thing, place) = Choose();
        if (thing is null) return;
        int count = thing is Sun or Moon ? 1 : dice.Below(20) switch { < 14 => 1, < 19 => 2, _ => 3 };
        bool alike = dice.Chance(0.6f);
        var dressed = Dress(thing);
        for (int i = 0; i < count; i++)
        {
            if (!alike) dressed = Dress(thing);
            if (Place(dressed, place) is not { } found) continue;
            placed.Add(found);
            if (thing is Table && count == 1) SetTable(found);
        }
    }

    /// <summary>Which thing comes next, and in what kind of place.</summary>
    private (Thing? Thing, Places Place) Choose()
    {
        bool above = dice.Chance(setting.Above);
        var all = AllThings.List;
        if (above && setting.SkyBottom > 0.2f)
        {
            var heaven = setting.IsNight ? Places.Night : Places.Day;
            var place = dice.Chance(0.45f) ? heaven : Places.Air;
            bool taken = placed.Any(other => other.Thing is Sun or Moon);
            return (PickFrom(all.Where(thing => thing.BelongsIn(place) && !(taken && thing is Sun or Moon))), place);
        }

        if (above && setting.HasWall) return (PickFrom(all.Where(thing => thing.BelongsIn(Places.Wall))), Places.Wall);
        if (dice.Chance(setting.Improbable)) return (PickFrom(Earthly), Places.None);
        var here = kinds.Select(Setting.PlaceOf).Aggregate((one, other) => one | other);
        return here == Places.None ? (PickFrom(Earthly), here) : (PickFrom(all.Where(thing => thing.BelongsIn(here))), here);
    }

    private Thing? PickFrom(IEnumerable<Thing> things)
    {
        Thing[] from = [.. things];
        if (from.Length == 0) return null;
        int left = dice.Below(from.Sum(thing => thing.Weight));
        foreach (var thing in from)
        {
            left -= thing.Weight;
            if (left < 0) return thing;
        }

        return from[^1];
    }

    private Dressed Dress(Thing thing) => new(thing, HeldOut.Choose(thing, split, dice), dice.Pick<Pattern>([.. thing.Patterns]));

    private Placed? Place(Dressed dressed, Places place)
    {
        Placed? best = null;
        float least = 0.7f;
        for (int i = 0; i < Tries && least > crowding; i++)
        {
            var candidate = place switch
            {
                Places.Air or Places.Day or Places.Night => InTheSky(dressed, place),
                Places.Wall => OnTheWall(dressed),
                _ => OnTheGround(dressed, place),
            };
            if (candidate is null) continue;
            float overlap = placed.Count == 0 ? 0 : placed.Max(other => Placed.Overlap(other.Box, candidate.Box));
            if (overlap < least) (best, least) = (candidate, overlap);
        }

        return best;
    }

    private Placed? InTheSky(Dressed dressed, Places place)
    {
        var pose = PickPose(dressed.Thing, place);
        float size = Limit(dressed.Thing.Size * setting.Zoom * dice.Between(0.8f, 1.2f), pose);
        float reach = Math.Min(setting.SkyBottom, view.Height);
        float foot = dice.Between(0.02f + pose.Height * size, Math.Max(reach, pose.Height * size + 0.03f));
        if (foot > reach + 0.12f) return null;
        float x = dice.Between(0.05f, 0.95f) * view.Width, depth = place == Places.Air ? -0.5f : -1;
        return Finish(dressed, pose, x, foot, size, depth, stands: false);
    }

    private Placed OnTheWall(Dressed dressed)
    {
        var pose = PickPose(dressed.Thing, Places.Wall);
        float size = Limit(dressed.Thing.Size * setting.Zoom * dice.Between(0.8f, 1.3f), pose);
        float bottom = view.Horizon < 0 ? view.Height : view.Horizon;
        float foot = dice.Between(0.04f + pose.Height * size, Math.Max(bottom - 0.05f, 0.05f + pose.Height * size));
        return Finish(dressed, pose, dice.Between(0.12f, 0.88f) * view.Width, foot, size, -1, stands: false);
    }

    private Placed? OnTheGround(Dressed dressed, Places place)
    {
        float x = dice.Between(0.06f, 0.94f) * view.Width, top = Math.Max(view.Horizon, 0) + 0.02f;
        float foot = dice.Between(top, view.Height * 1.03f);
        var under = kinds[owners[OwnerAt(x, Math.Min(foot, view.Height - 0.01f))]];
        var here = Setting.PlaceOf(under);
        if (here == Places.None || (place != Places.None && !dressed.Thing.BelongsIn(here))) return null;
        var pose = PickPose(dressed.Thing, here);
        float depth = view.Horizon < 0 ? 1 : 0.66f + 0.5f * view.Nearness(foot);
        float size = Limit(dressed.Thing.Size * setting.Zoom * depth * dice.Between(0.85f, 1.18f), pose);

        // From straight above, or under water, there is no foot to stand on: things are wherever they are.
        if (view.Horizon < 0) foot = Math.Clamp(foot, pose.Height * size * 0.8f, view.Height + 0.1f * pose.Height * size);
        return Finish(dressed, pose, x, foot, size, foot, stands: under != StuffKind.Water && view.Horizon >= 0);
    }

    private void PlaceLarge()
    {
        for (int i = 0; i < setting.Things; i++)
        {
            var (thing, place) = Choose();
            if (thing is null) continue;
            var dressed = Dress(thing);
            var ground = Setting.PlaceOf(kinds[^1]);
            var pose = PickPose(thing, setting.Above == 1 ? place : ground);
            float fill = setting.Things == 1 ? dice.Between(0.5f, 0.88f) : dice.Between(0.38f, 0.52f);
            float size = Math.Min(fill * view.Height / pose.Height, fill * view.Width / pose.Width);
            float middle = view.Width * (setting.Things == 1 ? dice.Between(0.4f, 0.6f) : dice.Between(0.22f, 0.34f) + 0.46f * i);
            float lowest = view.Height * dice.Between(0.84f, 0.98f),
                foot = view.Horizon < 0 ? (view.Height + pose.Height * size) / 2 * dice.Between(0.92f, 1.06f) : lowest;
            placed.Add(Finish(dressed, pose, middle, foot, size, i,
                stands: setting.Above < 1 && view.Horizon >= 0 && ground != Places.Water));
        }
    }

    /// <summary>Puts one or two things on a table.</summary>
    private void SetTable(Placed table)
    {
        int count = dice.Below(3);
        for (int i = 0; i < count; i++)
        {
            var thing = PickFrom(AllThings.List.Where(thing => thing.BelongsIn(Places.Table)))!;
            var dressed = Dress(thing);
            var pose = PickPose(thing, Places.Table);
            float size = Limit(thing.Size * setting.Zoom * dice.Between(0.8f, 1), pose), half = table.Pose.Width * table.Size / 2;
            float x = table.X + half * (count == 1 ? dice.Between(-0.5f, 0.5f) : dice.Between(0.3f, 0.6f) * (2 * i - 1));
            float foot = table.Foot - table.Size * (table.Pose.Height - Table.TopDepth * dice.Between(0.4f, 0.8f));
            placed.Add(Finish(dressed, pose, x, foot, size, table.Depth + 0.001f * (i + 1), stands: false));
        }
    }

    private Pose PickPose(Thing thing, Places place)
    {
        Pose[] fitting = [.. thing.Poses.Where(pose => pose.Fits(place))];
        return dice.Pick<Pose>(fitting.Length > 0 ? fitting : [.. thing.Poses]);
    }

    /// <summary>Most things are at least as large as three by three patches of 8 in 128 pixels, none larger than the picture.</summary>
    private float Limit(float size, Pose pose)
    {
        const float Least = 3 * 8 / 128f;
        if (!dice.Chance(0.12f)) size = Math.Max(size, Least / MathF.Sqrt(pose.Width * pose.Height));
        return Math.Min(size, Math.Min(0.86f * view.Height / pose.Height, 0.94f * view.Width / pose.Width));
    }

    private Placed Finish(Dressed dressed, Pose pose, float x, float foot, float size, float depth, bool stands)
    {
        // At most a quarter of it is outside the picture.
        float half = pose.Width * size / 2, inside = 0.5f * half;
        x = Math.Clamp(x, inside, Math.Max(inside, view.Width - inside));
        return new Placed(dressed.Thing, pose, dressed.Color, dressed.Pattern, x, foot, size, dice.Seed())
        {
            Mirrored = dice.Chance(0.5f),
            Tilt = dressed.Thing.Tilt * dice.Between(-1, 1),
            Stands = stands,
            Depth = depth,
        };
    }

    private int OwnerAt(float x, float y) => (int)(y * setting.Backdrop.Unit) * width + Math.Min((int)(x * setting.Backdrop.Unit),
        width - 1);

    /// <param name="Thing">A thing.</param>
    /// <param name="Color">Its color.</param>
    /// <param name="Pattern">Its pattern.</param>
    private readonly record struct Dressed(Thing Thing, ColorName Color, Pattern Pattern);
}
