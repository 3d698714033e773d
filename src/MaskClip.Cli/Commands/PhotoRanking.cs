using System.Globalization;
using System.Text;
using MaskClip.Annotations;
using MaskClip.Annotations.Review;
using MaskClip.CommandLine.Inputs;
using MaskClip.Evaluation;
using MaskClip.Storage;

namespace MaskClip.Cli.Commands;

/// <summary>Where a person should look first: measures photos and writes them down, the least sure first.</summary>
/// <param name="settings">By what.</param>
/// <param name="second">What another method says; <see langword="null"/> where none was asked.</param>
internal sealed class PhotoRanking(RankingSettings settings, ISegmenter? second)
{
    /// <summary>The file that is written.</summary>
    public const string FileName = "ranking.csv";

    private readonly List<(string Photo, IReadOnlyDictionary<UncertaintyMeasure, double> Values)> entries = [];

    /// <summary>Measures a photo; may be called from several threads.</summary>
    public PhotoUncertainty Measure(RgbImage photo, Segmentation result) => PhotoUncertainty.Of(result, second?.Segment(photo));

    /// <summary>Adds a photo.</summary>
    /// <returns>How unsure it is.</returns>
    public double Add(PhotoInput photo, PhotoUncertainty uncertainty)
    {
        var values = uncertainty.Measures.ToDictionary(measure => measure, uncertainty.Value);
        entries.Add((photo.Name, values));
        return values[settings.Measure];
    }

    /// <summary>A photo's annotations with how unsure each is.</summary>
    public AnnotatedPhoto Mark(AnnotatedPhoto photo, PhotoUncertainty uncertainty) => uncertainty.Mark(photo, settings.Measure);

    /// <summary>Writes the photos, the least sure first; equal ones by name.</summary>
    public void Write(string folder)
    {
        UncertaintyMeasure[] measures = [.. entries.SelectMany(one => one.Values.Keys).Distinct().Order()];
        var text = new StringBuilder();
        string[] columns = [.. measures.Select(measure => measure.ToString().ToLowerInvariant())];
        text.Append(CultureInfo.InvariantCulture, $"rank,photo,uncertainty,{string.Join(',', columns)}\n");
        int rank = 0;
        foreach (var (photo, values) in entries
            .OrderByDescending(one => one.Values[settings.Measure]).ThenBy(one => one.Photo, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{++rank},{CsvField.Of(photo)},{values[settings.Measure]:0.000000}");
            foreach (var measure in measures) text.Append(CultureInfo.InvariantCulture, $",{values[measure]:0.000000}");
            text.Append('\n');
        }

        AtomicFile.WriteAllText(Path.Combine(folder, FileName), text.ToString());
    }
}
