using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats.Tables;

/// <summary>Photos as rows of a table, and rows as photos.</summary>
internal static class RegionRows
{
    /// <summary>A photo's rows.</summary>
    public static IEnumerable<RegionRow> Of(AnnotatedPhoto photo, AnnotationSchema schema)
    {
        int number = 0;
        foreach (var region in photo.Regions.Where(region => region.Mask.Area > 0))
        {
            var category = schema.Categories[region.Category];
            yield return new RegionRow(photo.Name, photo.Width, photo.Height)
            {
                Region = number++,
                Class = category.Id,
                Name = category.Name,
                Score = region.Score is { } score ? Math.Round(score, 6) : null,
                Crowd = region.IsCrowd,
                Area = region.Mask.Area,
                Box = region.Mask.Box,
                Counts = CocoRuns.Encode(CocoRuns.From(region.Mask)),
            };
        }

        if (number == 0) yield return new RegionRow(photo.Name, photo.Width, photo.Height);
    }

    /// <summary>The photos of rows, those of one photo together. A row that cannot be read costs only itself.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">What each row is called, and the row.</param>
    /// <param name="schema">The classes.</param>
    /// <param name="onError">Is told of a row that cannot be read; <see langword="null"/> throws.</param>
    public static IEnumerable<AnnotatedPhoto> Photos(
        string path, IEnumerable<(string Record, RegionRow Row)> rows, AnnotationSchema schema, Action<AnnotationException>? onError)
    {
        RegionRow? first = null;
        List<AnnotatedRegion> regions = [];
        foreach (var (record, row) in rows)
        {
            var kept = ReadingErrors.Try(path, record, onError, () =>
            {
                var sized = first is not null && first.Photo == row.Photo ? SameSize(first, row) : Checked(row);
                return new Accepted(sized, row.Class is null ? null : Region(row, schema));
            });
            if (kept is not var (accepted, region)) continue;
            if (first is not null && first.Photo != accepted.Photo)
            {
                yield return Photo(path, first, regions);
                regions = [];
                first = null;
            }

            first ??= accepted;
            if (region is not null) regions.Add(region);
        }

        if (first is not null) yield return Photo(path, first, regions);
    }

    private static AnnotatedPhoto Photo(string path, RegionRow row, List<AnnotatedRegion> regions) =>
        new(row.Photo, row.Width, row.Height, regions) { PhotoPath = PhotoFiles.Find(path, row.Photo) };

    private static RegionRow Checked(RegionRow row)
    {
        PhotoSize.Check(row.Width, row.Height);
        return string.IsNullOrWhiteSpace(row.Photo) ? throw new FormatException("The column 'photo' is empty.") : row;
    }

    private static RegionRow SameSize(RegionRow first, RegionRow row) => (row.Width, row.Height) == (first.Width, first.Height)
        ? row
        : throw new FormatException(
            $"'{row.Photo}' is {row.Width}x{row.Height} here and {first.Width}x{first.Height} in a row before; a photo has one size.");

    private static AnnotatedRegion Region(RegionRow row, AnnotationSchema schema)
    {
        int category = ClassList.Find(schema, row.Class!.Value, row.Name);
        var counts = row.Counts ?? throw new FormatException("The column 'counts' is empty; a region's pixels are needed as run lengths.");
        return new AnnotatedRegion(category, CocoRuns.ToMask(row.Width, row.Height, CocoRuns.Decode(counts)))
        {
            Score = row.Score,
            IsCrowd = row.Crowd == true,
        };
    }

    private sealed record Accepted(RegionRow Row, AnnotatedRegion? Region);
}
