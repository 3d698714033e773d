using System.Numerics.Tensors;
using MaskClip.World;
using MaskClip.World.Files;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

// Draws a folder of scenes unless it is there, and shows the three that fit the words best.
var words = args is [var first, ..] ? first : "a boat on water";
var folder = args is [_, var second, ..] ? second : Path.Combine(Path.GetTempPath(), "maskclip-photo-search");
if (!WorldFolder.IsIn(folder))
    WorldFolder.Draw(folder, new SceneOrder(60, 1, WorldSplit.Test, 128, 128, 1), _ => { }, CancellationToken.None);

await using var services = new ServiceCollection()
    .AddMaskClip(options => options.Model = "world-clip")
    .BuildServiceProvider();
var photos = services.GetRequiredService<IEmbeddingGenerator<DataContent, Embedding<float>>>();
var texts = services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

// Any vector store of Microsoft.Extensions.VectorData takes these vectors; for some dozens of photos an array does.
string[] files = [.. Directory.EnumerateFiles(Path.Combine(folder, "images"), "*.png")
    .Order(StringComparer.Ordinal)];
var index = await photos.GenerateAsync(files.Select(path => new DataContent(File.ReadAllBytes(path), "image/png")));
var query = await texts.GenerateVectorAsync(words);

var best = files
    .Zip(index, (path, embedding) => (Path: path, Score: TensorPrimitives.Dot(query.Span, embedding.Vector.Span)))
    .OrderByDescending(photo => photo.Score)
    .Take(3);
Console.WriteLine($"{files.Length} scenes in {folder}; the best for '{words}':");
foreach (var (path, score) in best) Console.WriteLine($"{score:0.000}  {Path.GetFileName(path)}");
