using MaskClip;
using MaskClip.Evaluation;
using MaskClip.World;

// From a drawn photo to files on disk, and an evaluation against the result itself; prints what was found.
var folder = Directory.CreateTempSubdirectory("maskclip-aot-").FullName;
try
{
    using var segmenter = Segmenter.Load(
        "world-clip", new() { Photos = new() { Size = 128 }, CacheFolder = Path.Combine(folder, "cache") });
    var photo = SamplePostcard.Draw(192, 128);
    var names = Vocabulary.Parse(["sky", "grass"], ["wall"]);
    var text = segmenter.Embed(names);
    var result = segmenter.Segment(photo, text, new() { KeySmoothing = 1, GuidedFilter = new() });
    foreach (var writer in SegmentationWriters.All) writer.Write(photo, result, folder, "postcard");
    foreach (var region in result.Regions) Console.WriteLine(FormattableString.Invariant($"{region.Label} {region.Share:0.000}"));
    Console.WriteLine(string.Join(' ', Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order()));

    var truth = new LabelMap(result.Width, result.Height, result.Labels.ToArray());
    var dataset = SegmentationDataset.From("postcards", names, [new("postcard", () => photo, () => truth)]);
    var evaluator = new Evaluator(segmenter, dataset, new() { Segmentation = new() { KeySmoothing = 1, GuidedFilter = new() } });
    var report = await evaluator.RunAsync(Path.Combine(folder, "run"));
    report.Save(Path.Combine(folder, "report.json"));
    Console.WriteLine(
        FormattableString.Invariant(
            $"accuracy {EvaluationReport.Load(Path.Combine(folder, "report.json")).Metrics.OverallAccuracy.Value:0.000}"));
}
finally
{
    Directory.Delete(folder, recursive: true);
}
