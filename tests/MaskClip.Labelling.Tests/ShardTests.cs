using CsCheck;
using MaskClip.Annotations;
using MaskClip.Annotations.Shapes;
using MaskClip.Labelling.Photos;
using MaskClip.Labelling.Shards;

namespace MaskClip.Labelling.Tests;

/// <summary>Shards: what is read is what was written, and what was cut off or altered is told.</summary>
public sealed class ShardTests : IDisposable
{
    private static readonly AnnotationSchema Schema = new([new(1, "cat", Color: (1, 2, 3)), new(2, "sky", IsStuff: true)]);

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-shards-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Shard_IsReadAsItWasWritten()
    {
        var path = Write(3);

        Assert.True(ShardFile.LooksWhole(path));
        using var reader = new ShardFormat().Open(path);
        var photos = reader.Read().ToArray();

        Assert.Equal(Schema.Categories, reader.Schema.Categories);
        Assert.Equal(["0.jpg", "1.jpg", "2.jpg"], photos.Select(photo => photo.Name));
        Assert.All(photos, photo => Assert.Equal(0.5, photo.Regions.Single().Score));
        Assert.Equal("/photos/1.jpg", photos[1].PhotoPath);
        Assert.Equal(new FailedPhoto("x", "y", "z"), ShardFormat.Failures(path).Single());
    }

    [Fact]
    public void ShardThatIsCutOffOrAltered_IsTold()
    {
        var bytes = File.ReadAllBytes(Write(3));
        var path = Path.Combine(folder, "damaged.shard");
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Int[0, 7], Gen.Bool).Sample(
            (at, bit, isCut) =>
            {
                var damaged = isCut ? bytes[..at] : (byte[])bytes.Clone();
                if (!isCut) damaged[at] ^= (byte)(1 << bit);
                File.WriteAllBytes(path, damaged);

                Assert.Throws<DamagedShardException>(() => ShardFile.Records(path).ToArray());
                if (isCut) Assert.False(ShardFile.LooksWhole(path));
            },
            threads: 1);
    }

    [Fact]
    public void ShardThatIsGivenUp_LeavesNothing()
    {
        using (new ShardWriter(Path.Combine(folder, "a", "0.shard"), new ShardHeader("hash", 0, Schema))) { }

        Assert.Empty(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
    }

    private string Write(int photos)
    {
        var path = Path.Combine(folder, "0.shard");
        using var writer = new ShardWriter(path, new ShardHeader("hash", 0, Schema));
        for (int i = 0; i < photos; i++)
        {
            var mask = new RegionMask(8, 4, [new PixelRun(0, i, 5)]);
            writer.Add(ShardWriter.Record(
                new ListedPhoto($"{i}.jpg", $"/photos/{i}.jpg"),
                new AnnotatedPhoto($"{i}.jpg", 8, 4, [new AnnotatedRegion(i % 2, mask) { Score = 0.5 }])));
        }

        writer.Add(new FailedPhoto("x", "y", "z"));
        writer.Commit();
        return path;
    }
}
