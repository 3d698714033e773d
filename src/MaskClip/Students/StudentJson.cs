using System.Text.Json;
using System.Text.Json.Serialization;
using MaskClip.Towers;

namespace MaskClip.Students;

/// <summary>
/// How a student's configuration is written as JSON, generated when this is compiled: ahead-of-time compilation has no reflection to do it
/// with.
/// </summary>
[JsonSerializable(typeof(StudentConfig))]
internal sealed partial class StudentJson : JsonSerializerContext
{
    /// <summary>One line.</summary>
    public static StudentJson Line { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters =
        {
            new JsonStringEnumConverter<StudentDecoder>(JsonNamingPolicy.KebabCaseLower),
            new JsonStringEnumConverter<StudentClassifierKind>(JsonNamingPolicy.KebabCaseLower),
            new JsonStringEnumConverter<BackboneKind>(JsonNamingPolicy.KebabCaseLower),
            new JsonStringEnumConverter<Activation>(JsonNamingPolicy.KebabCaseLower),
        },
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    });
}
