using System.Xml;
using System.Xml.Linq;
using MaskClip.Server.Problems;

namespace MaskClip.Server.LabelStudio;

/// <summary>What a project of Label Studio asks for: which labels, in which form, of which photo of a task.</summary>
/// <param name="Kind"><c>brushlabels</c> or <c>polygonlabels</c>.</param>
/// <param name="FromName">The name of the labels' tag.</param>
/// <param name="ToName">The name of the image's tag.</param>
/// <param name="Field">The field of a task's data that has the photo.</param>
/// <param name="Labels">The labels.</param>
internal sealed record LabelingInterface(string Kind, string FromName, string ToName, string Field, IReadOnlyList<string> Labels)
{
    private const int MaxCharacters = 1 << 20;

    /// <summary>Whether shapes are polygons.</summary>
    public bool IsPolygon => Kind == "polygonlabels";

    /// <summary>Reads a project's labeling configuration.</summary>
    /// <exception cref="RequestProblem">It is not XML, or has no brush or polygon labels for an image.</exception>
    public static LabelingInterface Parse(string? config)
    {
        if (string.IsNullOrWhiteSpace(config))
            throw RequestProblem.Invalid("The project has no labeling configuration. Give it one with BrushLabels or PolygonLabels.");
        var root = Read(config);
        foreach (var kind in new[] { "BrushLabels", "PolygonLabels" })
        {
            foreach (var tag in root.DescendantsAndSelf(kind))
            {
                if (Of(root, tag) is { } found) return found;
            }
        }

        throw RequestProblem.Invalid(
            "The labeling configuration has neither BrushLabels nor PolygonLabels with labels whose toName is an Image. Add one of them.");
    }

    private static LabelingInterface? Of(XElement root, XElement tag)
    {
        var (from, to) = ((string?)tag.Attribute("name"), (string?)tag.Attribute("toName"));
        var image = root.DescendantsAndSelf("Image").FirstOrDefault(one => (string?)one.Attribute("name") == to);
        var value = (string?)image?.Attribute("value");
        string[] labels = [.. tag.Descendants("Label").Select(label => (string?)label.Attribute("value")).OfType<string>()
            .Where(label => !string.IsNullOrWhiteSpace(label))
            .Distinct(StringComparer.Ordinal)];
        return from is not null && to is not null && value is ['$', .. var field] && labels.Length > 0
            ? new LabelingInterface(tag.Name.LocalName.ToLowerInvariant(), from, to, field, labels)
            : null;
    }

    private static XElement Read(string config)
    {
        var safe = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaxCharacters,
        };
        try
        {
            using var reader = XmlReader.Create(new StringReader(config), safe);
            return XElement.Load(reader);
        }
        catch (XmlException error)
        {
            throw RequestProblem.Invalid($"The labeling configuration is not XML that can be read: {error.Message}");
        }
    }
}
