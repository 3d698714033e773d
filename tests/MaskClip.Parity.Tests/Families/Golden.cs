using System.Text.Json;
using MaskClip.Checkpoints;
using MaskClip.Families;
using MaskClip.Model;
using MaskClip.Models;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Families;

/// <summary>A family's golden numbers, and its models opened as any other.</summary>
internal static class Golden
{
    /// <summary>Opens the model at a path inside <c>golden</c>.</summary>
    public static VisionLanguageModel Open(string home, params string[] parts)
    {
        var path = SharedData.Path(["golden", .. parts]);
        return ModelFamilies.Open(new ModelSource(Path.GetFileName(path), path, "a test's"), new OpeningOptions { CacheFolder = home });
    }

    /// <summary>A model inside <c>golden</c>, copied so that its files can be changed.</summary>
    public static string Copy(string home, string model)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home, Guid.NewGuid().ToString("N"))).FullName;
        foreach (var file in Directory.EnumerateFiles(SharedData.Path(["golden", .. model.Split('/')])))
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), File.ReadAllBytes(file));
        return folder;
    }

    /// <summary>What a model's text tower gives for some tokens, filled up.</summary>
    public static float[] SomeText(VisionLanguageModel model)
    {
        int[] tokens = [3, 4, 5, 6, 7, 8, 9, 1];
        return model.Texts.Encode(
            [[.. tokens, .. Enumerable.Repeat(model.Texts.Padding, model.Texts.ContextLength - tokens.Length)]],
            TestContext.Current.CancellationToken);
    }

    /// <summary>The texts of a file: a list, or an object's list of a name.</summary>
    public static string[] Texts(string path, string name = "texts")
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var list = json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.GetProperty(name) : json.RootElement;
        return [.. list.EnumerateArray().Select(text => text.GetString()!)];
    }

    /// <summary>Dense features as the tower gives them, <c>[n, h·w, d]</c>, of a picture that need not have the tower's sides.</summary>
    public static float[] Dense(VisionLanguageModel model, CheckpointTensor image, string method)
    {
        var (pixels, height, width) = model.Fit(image.ToArray(), image.Shape[0], image.Shape[2], image.Shape[3]);
        using var encoder = model.CreateImageEncoder(DenseMethods.Parse(method), key: false, raw: true);
        return encoder.Encode(pixels, image.Shape[0], height, width, TestContext.Current.CancellationToken).Raw!;
    }

    /// <summary>Whole pictures as the tower gives them, <c>[n, d]</c>.</summary>
    public static float[] Whole(VisionLanguageModel model, CheckpointTensor image) =>
        model.EncodeWhole(image.ToArray(), image.Shape[0], image.Shape[2], image.Shape[3], TestContext.Current.CancellationToken)!;

    /// <summary>Token ids of texts, filled up to a table.</summary>
    public static long[] Ids(VisionLanguageModel model, IEnumerable<string> texts) =>
        [.. texts.SelectMany(text => model.Texts.Tokenize(text, out _) is var ids
            ? ids.Concat(Enumerable.Repeat(model.Texts.Padding, model.Texts.ContextLength - ids.Length)).Select(id => (long)id)
            : [])];

    /// <summary>What the text tower gives for rows of a table of tokens.</summary>
    public static float[] Text(VisionLanguageModel model, CheckpointTensor ids) =>
        model.Texts.Encode([.. ids.ToInt64Array().Select(id => (int)id).Chunk(ids.Shape[1])], TestContext.Current.CancellationToken);
}
