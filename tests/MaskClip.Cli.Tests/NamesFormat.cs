using MaskClip.Annotations;

namespace MaskClip.Cli.Tests;

/// <summary>A format of one's own: a line for each photo, and how many regions it has.</summary>
public sealed class NamesFormat : IAnnotationFormat
{
    public string Name => "names";

    public string Description => "names.txt: photos and how many regions they have.";

    public IAnnotationReader Open(string path) => throw new AnnotationException(path, "", "Names say nothing of regions.");

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new Writer(folder);

    private sealed class Writer(string folder) : IAnnotationWriter
    {
        private readonly StringWriter lines = new() { NewLine = "\n" };

        public void Add(AnnotatedPhoto photo) => lines.WriteLine($"{photo.Name} {photo.Regions.Count}");

        public IReadOnlyList<string> Complete()
        {
            var path = Path.Combine(folder, "names.txt");
            Directory.CreateDirectory(folder);
            File.WriteAllText(path, lines.ToString());
            return [path];
        }

        public void Dispose() => lines.Dispose();
    }
}
