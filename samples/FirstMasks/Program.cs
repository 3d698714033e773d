using MaskClip;
using MaskClip.World;

// A photo of yours, or the postcard that the library draws.
bool drawn = args.Length == 0;
var photo = drawn ? SamplePostcard.Draw() : RgbImage.Load(args[0]);
using var segmenter = Segmenter.Load(drawn ? "world-clip" : null);
using var features = segmenter.Embed(photo);
var result = features.Segment(args.Length > 1 ? args[1..] : SamplePostcard.Names, new() { GuidedFilter = new() });
foreach (var region in result.Regions) Console.WriteLine($"{region.Label}: {region.Share:P0}, score {region.Score:0.00}");
Overlay.Paint(photo, result).SavePng("masks.png");
Console.WriteLine($"masks.png: {photo.Width}x{photo.Height}");
