#!/usr/bin/env -S dotnet run -c Release
#:project ../src/MaskClip/MaskClip.csproj
#:property PublishAot=false

// Draws the icon of the packages: a landscape of which one thing, the sun, has its mask.
//
//     dotnet run -c Release eng/draw-icon.cs -- eng/icon.png
using MaskClip;

const int Side = 128, Samples = 4;
if (args is not [var target]) throw new ArgumentException("Give the file to write.");
var pixels = new byte[3 * Side * Side];
for (int y = 0; y < Side; y++)
{
    for (int x = 0; x < Side; x++)
    {
        // The mean over a grid of samples in each pixel: edges are smooth.
        int red = 0, green = 0, blue = 0;
        for (int sample = 0; sample < Samples * Samples; sample++)
        {
            var (r, g, b) = ColorAt(x + (sample % Samples + 0.5) / Samples, y + (sample / Samples + 0.5) / Samples);
            (red, green, blue) = (red + r, green + g, blue + b);
        }

        int at = 3 * (y * Side + x), count = Samples * Samples;
        (pixels[at], pixels[at + 1], pixels[at + 2]) = ((byte)(red / count), (byte)(green / count), (byte)(blue / count));
    }
}

new RgbImage(Side, Side, pixels).SavePng(target);

static (int Red, int Green, int Blue) ColorAt(double x, double y)
{
    double toSun = Math.Sqrt((x - 84) * (x - 84) + (y - 42) * (y - 42));
    double slope = Math.Abs(x - 44) * 1.1 + 44, meadow = 98 + 5 * Math.Sin(x / 24);
    if (y > meadow) return (74, 150, 84);
    if (y > slope) return (92, 108, 140);
    return toSun switch
    {
        < 21 => (232, 74, 95),
        < 25 => (255, 255, 255),
        _ => (150, 202, 238),
    };
}
