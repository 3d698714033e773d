namespace MaskClip.Annotations.Formats;

/// <summary>Label Studio's tasks: a JSON file to import, and the labeling interface that belongs to it.</summary>
internal sealed class LabelStudioFormat : IAnnotationFormat
{
    public const string FileName = "tasks.json", Interface = "label_config.xml";

    /// <summary>How the note beside a region begins that says how unsure it is.</summary>
    public const string UncertaintyNote = "uncertainty ";

    public string Name => "label-studio";

    public string Description => $"{FileName} and {Interface}: tasks with predictions, masks as the editor's run lengths. Void is lost.";

    public IAnnotationReader Open(string path) => new LabelStudioReader(Directory.Exists(path) ? Path.Combine(path, FileName) : path);

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new LabelStudioWriter(folder, schema);
}
