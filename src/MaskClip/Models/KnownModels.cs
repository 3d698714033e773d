using MaskClip.Models.Hub;
using MaskClip.Storage;

namespace MaskClip.Models;

/// <summary>The nine CLIP models that OpenAI published, and the spellings under which they are found.</summary>
/// <remarks>
/// Names and checksums: openai/CLIP clip/clip.py. Shapes: tables 19 and 20 of Radford et al. 2021 (arXiv 2103.00020).
/// Safe to use from several threads.
/// </remarks>
public static class KnownModels
{
    /// <summary>The model that is used when none is named and it has been pulled.</summary>
    internal const string Default = "ViT-B-16";

    /// <summary>The models, in the order in which OpenAI lists them.</summary>
    public static IReadOnlyList<KnownModel> All { get; } =
    [
        new("RN50", "afeb0e10f9e5a86da6080e35cf09123aca3b358a0c3e3b6c78a7b63bc04b6762", 224, 1024, 64, [3, 4, 6, 3], null, 512),
        new("RN101", "8fa8567bab74a42d41c5915025a8e4538c3bdbe8804a470a72f30b0d94fab599", 224, 512, 64, [3, 4, 23, 3], null, 512),
        new("RN50x4", "7e526bd135e493cef0776de27d5f42653e6b4c8bf9e0f653bb11773263205fdd", 288, 640, 80, [4, 6, 10, 6], null, 640),
        new("RN50x16", "52378b407f34354e150460fe41077663dd5b39c54cd0bfd2b27167a4a06ec9aa", 384, 768, 96, [6, 8, 18, 8], null, 768),
        new("RN50x64", "be1cfb55d75a9666199fb2206c106743da0f6468c9d327f3e0d0a543a9919d9c", 448, 1024, 128, [3, 15, 36, 10], null, 1024),
        new("ViT-B/32", "40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af", 224, 512, 768, [12], 32, 512),
        new("ViT-B/16", "5806e77cd80f8b59890b7e101eabd078d9fb84e6937f9e85e4ecb61988df416f", 224, 512, 768, [12], 16, 512),
        new("ViT-L/14", "b8cca3fd41ae0c99ba7e8951adf17d267cdb84cd88be6f7c2e0eca1737a03836", 224, 768, 1024, [24], 14, 768),
        new("ViT-L/14@336px", "3035c92b350959924f9f00213499208652fc7ea050643e8b385c2dac08641f02", 336, 768, 1024, [24], 14, 768),
    ];

    /// <summary>The model of that name; letter case and the separators <c>- / @ _</c> do not matter.</summary>
    public static KnownModel? Find(IReadOnlyList<KnownModel> catalogue, string name) =>
        Path.IsPathRooted(name) ? null : catalogue.FirstOrDefault(model => Key(model.Name) == Key(name));

    /// <summary>The one sentence for a name that is in no catalogue: what was probably meant, and what there is.</summary>
    internal static string Unknown(IReadOnlyList<KnownModel> catalogue, IReadOnlyList<HubModel> hub, string name)
    {
        var stem = Key(Path.GetExtension(name) is ".pt" or ".safetensors" ? Path.GetFileNameWithoutExtension(name) : name);
        var names = catalogue.Select(model => model.Name)
            .Concat(hub.Select(model => model.Name))
            .DistinctBy(Key)
            .ToDictionary(Key, StringComparer.Ordinal);
        var meant = Suggestion.Nearest(stem, names.Keys) is { } near ? $" Did you mean '{names[near]}'?" : "";
        var more = hub.Count == 0
            ? ""
            : $", and {hub.Count} on the hub ('maskclip models list' shows them; {HubName.Prefix}ORGANIZATION/NAME takes any)";
        return $"There is no model named '{Printable.Of(name)}'.{meant} Known names: {string.Join(", ", catalogue.Select(model =>
            model.Name))}{more}.";
    }

    /// <summary>A name without what does not matter in it.</summary>
    internal static string Key(string name) =>
        string.Concat(name.Where(letter => letter is not ('-' or '/' or '@' or '_'))).ToUpperInvariant();
}
