#!/usr/bin/env -S dotnet run -c Release
#:project ../src/MaskClip.Evaluation/MaskClip.Evaluation.csproj
#:property TreatWarningsAsErrors=false
#:property PublishAot=false

// Evaluates the embedded model with the settings of its card (MODEL_CARD.md) and fails when a figure is off by more than the card's tolerance.
//
//     dotnet run -c Release eng/check-model-card.cs            from the repository's root; needs ../shared/data
using System.Runtime.CompilerServices;
using MaskClip;
using MaskClip.Evaluation;

const double Tolerance = 0.03;
var data = Path.GetFullPath(Path.Combine(Folder(), "..", "..", "shared", "data"));
if (!Directory.Exists(data))
{
    Console.Error.WriteLine($"error: there are no photographs at {data}; they are needed to measure the model.");
    return 1;
}

var journals = Directory.CreateTempSubdirectory("maskclip-card-").FullName;
using var segmenter = Segmenter.Load("mini-clip", new SegmenterOptions { Size = 224, OutputStride = 16 });
using var baseline = Segmenter.Load("mini-clip", new SegmenterOptions { Size = 224, OutputStride = 16, Method = "clip", Keys = false });
(Segmenter Model, SegmentationOptions Options)[] variants =
[
    (baseline, new()),
    (segmenter, new()),
    (segmenter, new() { KeySmoothing = 1 }),
    (segmenter, new() { PromptDenoising = 0.5f }),
    (segmenter, new() { KeySmoothing = 1, PromptDenoising = 0.5f }),
];

Console.WriteLine("set                 photos  clip    maskclip  +KS     +PD     +both   card");
bool ok = await Measure("camvid-val", "camvid", 0.23);
ok &= await Measure("coco-panoptic-val", "coco-scene20", 0.11);
Directory.Delete(journals, recursive: true);
return ok ? 0 : 1;

async Task<bool> Measure(string set, string layout, double card)
{
    // The card's names: CamVid's riders and walkers are a bicycle and a person there.
    string[] streets = ["sky", "building", "pole", "road", "sidewalk", "tree", "traffic sign", "fence", "car", "person", "bicycle"];
    var dataset = SegmentationDataset.Open(Path.Combine(data, set), layout);
    var names = layout == "camvid" ? Vocabulary.Parse(streets) : dataset.Vocabulary;
    var scores = new List<double>();
    foreach (var (model, options) in variants)
    {
        var evaluator = new Evaluator(model, dataset, new EvaluationOptions { Segmentation = options, Names = names });
        scores.Add((await evaluator.RunAsync(journals)).Figures.MeanIoU.Value);
    }

    Console.WriteLine($"{set,-18} {dataset.Photos.Count,7}  {scores[0]:0.000}   {scores[1]:0.000}    {scores[2]:0.000}   {scores[3]:0.000}   {scores[4]:0.000}   {card:0.00}");
    if (Math.Abs(scores[1] - card) <= Tolerance) return true;
    Console.Error.WriteLine($"error: {set}: mIoU {scores[1]:0.000} is more than {Tolerance} from the card's {card:0.00}.");
    return false;
}

static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
