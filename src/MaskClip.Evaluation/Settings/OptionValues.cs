using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using MaskClip.Evaluation.Runs;

namespace MaskClip.Evaluation.Settings;

/// <summary>
/// Options as named values. Every property is taken, so that an option that is added later cannot be left out of reports.
/// </summary>
internal static class OptionValues
{
    // How a machine does the work, not what it computes.
    private static readonly string[] Omitted =
        [
            nameof(SegmenterOptions.Threads),
            nameof(SegmenterOptions.PackWeights),
            nameof(SegmenterOptions.MaxPhotoMemory),
            nameof(SegmenterOptions.MaxPhotoTime),
            nameof(SegmenterOptions.CacheFolder),
            nameof(SegmenterOptions.Logger),
            nameof(PhotoOptions.Keys),
        ];

    // Parts of the options for loading: their values stand beside the others.
    private static readonly Type[] Parts = [typeof(PhotoOptions), typeof(TextOptions)];

    /// <summary>Adds a value for each property of an options record.</summary>
    public static void Add(JsonObject values, object options)
    {
        foreach (var property in Properties(options))
        {
            var value = property.GetValue(options);
            if (Parts.Contains(property.PropertyType)) Add(values, value!);
            else values[Name(property.Name)] = Value(value);
        }
    }

    /// <summary><c>LogitScale</c> is <c>logit-scale</c>, as the command line has it.</summary>
    public static string Name(string property)
    {
        var name = new StringBuilder();
        foreach (char letter in property)
        {
            if (char.IsUpper(letter) && name.Length > 0) name.Append('-');
            name.Append(char.ToLowerInvariant(letter));
        }

        return name.Replace("open-cv", "opencv").ToString();
    }

    private static JsonNode? Value(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        ulong number => JsonValue.Create(number),
        // Through decimal: a float's shortest text, not its double's seventeen digits.
        float number => JsonValue.Create((decimal)number),
        double number => JsonValue.Create(number),
        Enum choice => JsonValue.Create(Name(choice.ToString())),
        PromptTemplates templates => JsonValue.Create($"{templates.Name} ({templates.Templates.Count}, {templates.Hash()[..8]})"),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Value)]),
        _ => Record(value),
    };

    private static JsonObject Record(object value)
    {
        var values = new JsonObject();
        Add(values, value);
        return values;
    }

    // Trimming must keep the properties of each options record, since they are found by reflection.
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(SegmenterOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PhotoOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(TextOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(SegmentationOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(SlidingWindows))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PamrOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(GuidedFilterOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PropagationOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(AutomaticBackgroundOptions))]
    [UnconditionalSuppressMessage(
        "Trimming", "IL2075", Justification = "The properties of all options records are kept by the attributes above.")]
    private static IEnumerable<PropertyInfo> Properties(object options) => options.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetIndexParameters().Length == 0 && !Omitted.Contains(property.Name));
}
