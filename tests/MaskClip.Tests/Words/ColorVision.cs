namespace MaskClip.Tests.Words;

/// <summary>How far colors are apart for kinds of eyes: Oklab (Ottosson, 2020) after Machado, Oliveira and Fernandes (2009).</summary>
internal static class ColorVision
{
    /// <summary>What becomes of linear red, green and blue: normal eyes, and eyes without long, middle and short cones.</summary>
    public static IReadOnlyList<double[]> Kinds { get; } =
    [
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    ];

    /// <summary>Distance of two colors in Oklab; 1 from black to white.</summary>
    public static double Distance((byte Red, byte Green, byte Blue) one, (byte Red, byte Green, byte Blue) other, double[] eyes) =>
        Math.Sqrt(Oklab(one, eyes).Zip(Oklab(other, eyes), (a, b) => (a - b) * (a - b)).Sum());

    private static double[] Oklab((byte Red, byte Green, byte Blue) color, double[] eyes)
    {
        double[] linear = [Linear(color.Red), Linear(color.Green), Linear(color.Blue)];
        double[] seen = [.. Times(eyes, linear).Select(value => Math.Clamp(value, 0, 1))];
        double[] cones =
        [
            .. Times(
                [
                    0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619, 0.2817188376,
                    0.6299787005,
                ],
                seen).Select(Math.Cbrt),
        ];
        return Times(
            [
                0.2104542553, 0.7936177850, -0.0040720468, 1.9779984951, -2.4285922050, 0.4505937099, 0.0259040371, 0.7827717662,
                -0.8086757660,
            ],
            cones);
    }

    private static double[] Times(double[] matrix, double[] vector) =>
        [.. matrix.Chunk(3).Select(row => row.Zip(vector, (a, b) => a * b).Sum())];

    private static double Linear(byte value) =>
        value / 255.0 <= 0.04045 ? value / 255.0 / 12.92 : Math.Pow((value / 255.0 + 0.055) / 1.055, 2.4);
}
