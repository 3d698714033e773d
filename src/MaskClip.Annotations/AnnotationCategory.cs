namespace MaskClip.Annotations;

/// <summary>A class of an annotation file.</summary>
/// <param name="Id">Its number in the file: COCO's <c>category_id</c>, the value of a mask's pixels. Not negative.</param>
/// <param name="Name">Its name, as people read it.</param>
/// <param name="IsBackground">Whether pixels of it are what is left between the objects, and are not written as objects.</param>
/// <param name="IsStuff">Whether it has no countable objects (sky, grass): one region a photo, never several instances.</param>
/// <param name="Color">Red, green and blue; <see langword="null"/> where the file has none.</param>
public sealed record AnnotationCategory(
    int Id, string Name, bool IsBackground = false, bool IsStuff = false, (byte Red, byte Green, byte Blue)? Color = null);
