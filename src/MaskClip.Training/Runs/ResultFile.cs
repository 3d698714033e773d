using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MaskClip.Errors;
using MaskClip.Storage;

namespace MaskClip.Training.Runs;

/// <summary><c>result.json</c>.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { AllowLeftOut } },
    };

    /// <summary>Writes the file.</summary>
    public static void Write(string path, TrainingResult result) =>
        AtomicFile.WriteAllText(path, JsonSerializer.Serialize(result, Json) + "\n");

    /// <summary>Reads the file.</summary>
    /// <exception cref="FormatException">It is not a result.</exception>
    public static TrainingResult Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            JsonText.Check(bytes);
            return JsonSerializer.Deserialize<TrainingResult>(bytes, Json) ?? throw new JsonException("it is empty");
        }
        catch (JsonException error)
        {
            throw new FormatException(
                $"{path}: this is not a run's result: {JsonErrors.Plain(error)}. Remove it and resume the run.", error);
        }
    }

    // What is null is not written, so that it may be missing: metrics of unseen classes where none is unseen.
    private static void AllowLeftOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(one => one.AssociatedParameter?.IsNullable == true)) property.IsRequired = false;
    }
}
