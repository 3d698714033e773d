using MaskClip.World.Drawing;
using MaskClip.World.Stuff;

namespace MaskClip.World.Layouts;

/// <summary>The kinds of scenes.</summary>
internal static class Settings
{
    private static readonly StuffKind[] Grounds =
        [StuffKind.Grass, StuffKind.Sand, StuffKind.Water, StuffKind.Snow, StuffKind.Road, StuffKind.Floor];

    /// <summary>Makes a scene's setting.</summary>
    public static Setting Make(Dice dice, int width, int height) => dice.Below(100) switch
    {
        < 16 => Country(dice, width, height),
        < 28 => Seaside(dice, width, height),
        < 40 => Street(dice, width, height),
        < 57 => Room(dice, width, height),
        < 66 => Winter(dice, width, height),
        < 73 => HighUp(dice, width, height),
        < 77 => UnderWater(dice, width, height),
        < 93 => CloseUp(dice, width, height),
        _ => Anywhere(dice, width, height),
    };

    private static Setting Country(Dice dice, int width, int height)
    {
        var setting = new Setting(dice, width, height, dice.Between(0.3f, 0.55f), dice.Chance(0.22f)) { Things = 2 + dice.Below(3) }.Sky();
        if (dice.Chance(0.45f)) setting.Mountains(dice.Between(0.18f, 0.38f));
        setting.Ground(StuffKind.Grass, 0, 0.02f);
        switch (dice.Below(6))
        {
            case 0: return setting.RoadAway(dice.Between(0.16f, 0.3f));
            case 1: return setting.RoadAcross(dice.Between(0.2f, 0.45f), dice.Between(0.6f, 0.85f));
            case 2:
                return setting.Ground(StuffKind.Water, dice.Between(0, 0.12f))
                .Ground(StuffKind.Grass, dice.Between(0.34f, 0.55f), 0.04f, dice.Between(-0.12f, 0.12f));
            default: return setting;
        }
    }

    private static Setting Seaside(Dice dice, int width, int height)
    {
        var setting = new Setting(dice, width, height, dice.Between(0.25f, 0.48f), dice.Chance(0.18f)) { Things = 2 + dice.Below(3) }.Sky();
        if (dice.Chance(0.25f)) setting.Mountains(dice.Between(0.1f, 0.2f));
        setting.Ground(StuffKind.Water);
        return dice.Chance(0.2f) ? setting : setting.Ground(StuffKind.Sand, dice.Between(0.3f, 0.65f), 0.03f, dice.Between(-0.2f, 0.2f));
    }

    private static Setting Street(Dice dice, int width, int height)
    {
        float horizon = dice.Between(0.36f, 0.58f);
        var setting = new Setting(dice, width, height, horizon, dice.Chance(0.25f)) { Things = 2 + dice.Below(3) }.Sky();
        if (dice.Chance(0.35f)) setting.LowWall(dice.Between(0.14f, 0.4f));
        if (dice.Chance(0.35f)) return setting.Ground(dice.Pick(StuffKind.Grass, StuffKind.Grass, StuffKind.Sand))
            .RoadAway(dice.Between(0.28f, 0.45f));
        setting.Ground(StuffKind.Grass);
        return dice.Chance(0.5f) ? setting.RoadAcross(dice.Between(0.05f, 0.35f), dice.Between(0.75f, 1.1f))
            : setting.Ground(StuffKind.Road, dice.Between(0.05f, 0.3f));
    }

    private static Setting Room(Dice dice, int width, int height) =>
        new Setting(dice, width, height, dice.Between(0.45f, 0.7f), night: false) { Things = 2 + dice.Below(3), Above = 0.12f }
            .Wall().Ground(StuffKind.Floor);

    private static Setting Winter(Dice dice, int width, int height)
    {
        var setting = new Setting(dice, width, height, dice.Between(0.3f, 0.52f), dice.Chance(0.25f)) { Things = 2 + dice.Below(3) }.Sky();
        if (dice.Chance(0.55f)) setting.Mountains(dice.Between(0.18f, 0.38f));
        setting.Ground(StuffKind.Snow, 0, 0.02f);
        return dice.Chance(0.25f) ? setting.RoadAcross(dice.Between(0.25f, 0.45f), dice.Between(0.65f, 0.9f)) : setting;
    }

    private static Setting HighUp(Dice dice, int width, int height)
    {
        float horizon = dice.Chance(0.5f) ? -1 : dice.Between(0.78f, 0.92f);
        var setting = new Setting(dice, width, height, horizon, dice.Chance(0.35f))
        {
            Things = 2 + dice.Below(3),
            Above = 1,
            Zoom = dice.Between(1.1f, 1.6f),
        };
        setting.Sky();
        if (horizon < 0) return setting;
        if (dice.Chance(0.6f)) setting.Mountains(dice.Between(0.1f, 0.24f));
        return setting.Ground(dice.Pick(StuffKind.Grass, StuffKind.Water, StuffKind.Sand, StuffKind.Snow));
    }

    private static Setting UnderWater(Dice dice, int width, int height)
    {
        var setting = new Setting(dice, width, height, -1, night: false)
        {
            Things = 2 + dice.Below(3),
            Above = 0,
            Improbable = 0.2f,
            Zoom = dice.Between(1.1f, 1.6f),
        };
        setting.Ground(StuffKind.Water);
        return dice.Chance(0.4f) ? setting.Ground(StuffKind.Sand, dice.Between(0.86f, 0.94f), 0.04f) : setting;
    }

    /// <summary>Makes the setting of a picture of one or two things.</summary>
    public static Setting CloseUp(Dice dice, int width, int height)
    {
        bool night = dice.Chance(0.15f), whole = dice.Chance(0.45f);
        var setting = new Setting(dice, width, height, whole ? -1 : dice.Between(0.4f, 0.8f), night)
        {
            IsCloseUp = true,
            Things = dice.Chance(0.3f) ? 2 : 1,
            Improbable = 0.6f,
            Above = dice.Chance(0.25f) ? 1 : 0,
        };
        if (setting.Above == 1) return setting.Sky();
        if (whole) return dice.Chance(0.25f) ? setting.Wall() : setting.Ground(dice.Pick<StuffKind>(Grounds));
        return Backed(setting, dice).Ground(dice.Pick<StuffKind>(Grounds));
    }

    private static Setting Anywhere(Dice dice, int width, int height)
    {
        var setting = new Setting(dice, width, height, dice.Between(0.3f, 0.6f), dice.Chance(0.3f))
        {
            Improbable = 1,
            Things = 2 + dice.Below(3),
        };
        return Backed(setting, dice).Ground(dice.Pick<StuffKind>(Grounds), 0, 0.01f);
    }

    private static Setting Backed(Setting setting, Dice dice)
    {
        if (dice.Chance(0.35f)) return setting.Wall();
        setting.Sky();
        return dice.Chance(0.3f) ? setting.Mountains(dice.Between(0.18f, 0.38f)) : setting;
    }
}
