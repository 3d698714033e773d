using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.Training;

namespace MaskClip.Train.Flags;

/// <summary>The options that say which network is trained.</summary>
internal sealed class StudentFlags
{
    private readonly Option<string> student = new("--student", "-s")
    {
        Description = "Decoder (deeplabv2, deeplabv3plus, pspnet), a hyphen, backbone: resnet18, resnet50, resnet101, or clip (the " +
            "ResNet of --init, or the teacher's own); linear-clip, CLIP's own transformer with masks twice as fine; context-resnet18, " +
            "photo's own ResNet and map.",
        DefaultValueFactory = _ => "deeplabv2-resnet101",
        HelpName = "network",
    };
    private readonly Option<string?> dilations = new("--dilations")
    {
        Description = "Dilation rates of the decoder, in positions of 8 pixels, as in 3,6,9,12. Default: the decoder's own, for crops " +
            "of 512 pixels.",
        HelpName = "positions",
    };
    private readonly Option<string?> classifier = new("--classifier")
    {
        Description = "frozen-text: the classes' texts, as published; learned: an ordinary one; mapped-text: texts through a learned " +
            "mapping. Default: mapped-text in the fine-tuning setting, else frozen-text.",
        HelpName = "kind",
    };
    private readonly Option<string?> initial = new("--init")
    {
        Description = "Checkpoint with the backbone's weights (torchvision, mmseg, CLIP): a path, or a pulled model's name (resnet101, " +
            "hf:ORG/NAME); imagenet: the ResNet-18 of photo (default of a resnet18); random. A clip backbone without one is the teacher's.",
        HelpName = "name|path",
    };
    private readonly Option<string?> start = new("--start") { Description = "A student.safetensors to go on training.", HelpName = "path" };
    private readonly Option<int?> photoSize = new("--photo-size")
    {
        Description = "Short side in pixels of the photos that the student will segment. Default: --size.",
        HelpName = "pixels",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [student, dilations, classifier, initial, start, photoSize];

    /// <summary>The network.</summary>
    public StudentOptions Read(ParseResult result, CliHost host, bool learnedBackground) => new()
    {
        Network = result.GetValue(student)!,
        Dilations = result.GetValue(dilations) is { } list ? RefinementOptions.ReadDistances(dilations.Name, list) : null,
        Classifier = result.GetValue(classifier),
        LearnedBackground = learnedBackground,
        Initial = InitialModel(result.GetValue(initial), host),
        Start = Full(result.GetValue(start), host),
        PhotoSize = result.GetValue(photoSize),
    };

    // A file that is there goes before a name of the hub, as paths have always been taken here.
    private static string? InitialModel(string? name, CliHost host) => name is StudentOptions.ImageNet or StudentOptions.Random
        ? name
        : Full(name, host) is { } path && !Path.Exists(path) && host.Models.IsOnHub(name!)
            ? host.Models.Resolve(name).Path
            : Full(name, host);

    private static string? Full(string? path, CliHost host) => path is null ? null : Path.Combine(host.Folder, path);
}
