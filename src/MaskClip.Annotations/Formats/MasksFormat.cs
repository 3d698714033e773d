namespace MaskClip.Annotations.Formats;

/// <summary>Plain label masks: a PNG for each photo whose values are classes, and a list of names.</summary>
internal sealed class MasksFormat : IAnnotationFormat
{
    /// <summary>The list that is written.</summary>
    public const string List = "names.txt";

    /// <summary>What follows a photo's name in the masks that <c>segment</c> writes beside other results.</summary>
    public const string Ending = ".mask.png";

    public string Name => "masks";

    public string Description =>
        $"NAME.png (indexed, value = line of {List}, 255 void) and {List}, as 'folder' data sets have them. Objects of a class become one; "
        + "overlaps and scores are lost.";

    public IAnnotationReader Open(string path) => new MasksReader(path);

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new MasksWriter(folder, schema);
}
