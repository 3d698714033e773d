using MaskClip.Annotations;
using MaskClip.Annotations.Formats.Merging;
using MaskClip.Labelling.Photos;

namespace MaskClip.Labelling.Shards;

/// <summary>Shards as annotations, so that what merges the parts of any format merges them too.</summary>
internal sealed class ShardFormat : IAnnotationFormat
{
    public string Name => "label-shard";

    public string Description => "A shard of a labeling job: everything, for this library's own merging.";

    public IAnnotationReader Open(string path) => new Reader(path);

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) =>
        throw new NotSupportedException("Shards are written by the workers of a job. Choose an annotation format.");

    /// <summary>Reads the photos that could not be labeled.</summary>
    public static IEnumerable<FailedPhoto> Failures(string path)
    {
        foreach (var (_, bytes) in ShardFile.Records(path, labels: false))
        {
            using var from = new BinaryReader(new MemoryStream(bytes));
            yield return new FailedPhoto(from.ReadString(), from.ReadString(), from.ReadString());
        }
    }

    private sealed class Reader(string path) : IAnnotationReader
    {
        public AnnotationSchema Schema { get; } = ShardFile.Header(path).Schema;

        public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null)
        {
            // All of it before any of it: what was altered could claim more memory than there is.
            foreach (var _ in ShardFile.Records(path)) { }
            foreach (var (kind, bytes) in ShardFile.Records(path))
            {
                if (kind == ShardLayout.Labels) yield return Photo(bytes);
            }
        }

        public void Dispose()
        {
            // Nothing stays open between photos.
        }

        private static AnnotatedPhoto Photo(byte[] bytes)
        {
            using var stream = new MemoryStream(bytes);
            using var from = new BinaryReader(stream);
            var photo = new ListedPhoto("photo", from.ReadString(), from.ReadInt64(), from.ReadInt32());
            return PhotoBytes.Read(bytes[(int)stream.Position..], photo.Path, photo.Path is null ? photo.Open : null);
        }
    }
}
