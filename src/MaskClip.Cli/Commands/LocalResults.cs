using System.Globalization;
using System.Reflection;

namespace MaskClip.Cli.Commands;

/// <summary>What one method reached with world-clip on one set of pictures: mean IoU in percent, with its 95 % interval.</summary>
/// <param name="Model">The first eight characters of the model's checksum.</param>
/// <param name="DataSet">The set and its classes.</param>
/// <param name="Method">The method's name.</param>
/// <param name="MeanIoU">Mean IoU.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
internal sealed record LocalResults(string Model, string DataSet, string Method, double MeanIoU, double Low, double High)
{
    private const string Asset = "local-figures.tsv";

    /// <summary>As <c>eng/miniature.sh</c> measured them last; see docs/miniature.md.</summary>
    public static IReadOnlyList<LocalResults> All { get; } = Read();

    private static LocalResults[] Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Asset)
            ?? throw new InvalidOperationException($"The resource {Asset} is missing.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Parse)];
    }

    private static LocalResults Parse(string line)
    {
        string[] cells = line.Split('\t');
        double Number(int column) => double.Parse(cells[column], CultureInfo.InvariantCulture);
        return new(cells[0], cells[1], cells[2], Number(3), Number(4), Number(5));
    }
}
