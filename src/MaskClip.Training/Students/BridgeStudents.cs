using MaskClip.Families.Bridge;
using MaskClip.Models;
using MaskClip.Students;
using MaskClip.Towers;

namespace MaskClip.Training.Students;

/// <summary>Students that begin with the ResNet of a bridge model: with its ImageNet weights, or as exactly their teacher.</summary>
/// <param name="Folder">The model.</param>
internal sealed record BridgeStudents(BridgeFolder Folder)
{
    private const string Backbone = "resnet18";
    private const string Package = "photo";

    /// <summary>The model that a run's student begins with, if it begins with one.</summary>
    /// <exception cref="OptionsException">The student must begin with one, and there is none.</exception>
    public static BridgeStudents? Of(TrainingOptions options, Segmenter teacher)
    {
        var student = options.Student;
        bool keepsMap = student.Network.StartsWith("context-", StringComparison.OrdinalIgnoreCase);
        if (!student.Network.EndsWith($"-{Backbone}", StringComparison.OrdinalIgnoreCase)) return null;
        if (keepsMap)
        {
            if (student.Initial is not null)
                throw new OptionsException($"'{student.Network}' begins as its teacher: leave the initial weights out.");
            return teacher.Bridge is { } bridge
                ? new(bridge)
                : throw new OptionsException(
                    $"'{student.Network}' keeps its teacher's ResNet and map, and '{teacher.Source.DisplayName}' has none: take photo, " +
                    "or a bridge that was trained, as the teacher.");
        }

        if (student.Initial is not (null or StudentOptions.ImageNet)) return null;
        if (InstalledModels.Find(InstalledModels.DefaultFolder, Package) is { } path && ModelFolder.Find(path) is { } folder)
            return new(new BridgeFolder(folder, InstalledModels.DefaultFolder));
        return student.Initial is null
            ? null
            : throw new OptionsException(
                $"The ImageNet weights of a ResNet-18 come with the model package '{Package}', which is not installed. Add the package " +
                "MaskClip.Models.Photo, or give a checkpoint of torchvision's.");
    }

    /// <summary>The student's architecture.</summary>
    public StudentConfig Configure(
        TrainingOptions options, Segmenter teacher, StudentDecoder decoder, StudentClassifierKind classifier)
    {
        var dilations = StudentBuilder.DilationsOf(options.Student, decoder);
        StudentBuilder.WarnOfIdleDilations(dilations, options);
        return new StudentConfig
        {
            Decoder = decoder,
            Dilations = dilations,
            Backbone = BackboneOf(Network()),
            CosineScale = decoder == StudentDecoder.Context ? teacher.Defaults.LogitScale : null,
            EmbeddingSize = teacher.EmbeddingSize,
            Classifier = classifier,
            LearnedBackground = options.Student.LearnedBackground,
            Mean = Folder.Normalization.Mean,
            Std = Folder.Normalization.Std,
            PhotoSize = options.Student.PhotoSize ?? options.Augmentation.ShortSide,
        };
    }

    private static StudentBackbone BackboneOf(ResNetDescription network) => network.IsBasic
        ? new(BackboneKind.PlainBasic, network.Layers, network.Channels / 8) { PadsUnevenly = network.PadsUnevenly }
        : throw new OptionsException(
            "This model's ResNet has bottlenecks and a 7x7 stem, which no student has; take one with basic blocks, such as photo.");

    private ResNetDescription Network()
    {
        if (Folder.Image is { } described) return described;
        using var weights = ResNetWeights.Open(Folder.ImageFile);
        return weights.Description;
    }
}
