using MaskClip.Imaging;

namespace MaskClip.Evaluation.Tests.Datasets;

/// <summary>A small data set in a folder of its own.</summary>
internal sealed class DatasetFolder : IDisposable
{
    public const int Width = 4;
    public const int Height = 3;

    /// <summary>The folder.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("maskclip-data-").FullName;

    /// <summary>A path in it.</summary>
    public string At(string path) => Path.Combine(Root, path);

    /// <summary>Writes a photo: a gray picture as PNG, whatever the name ends with (readers go by content).</summary>
    public DatasetFolder Photo(string path, int width = Width, int height = Height)
    {
        new RgbImage(width, height, [.. Enumerable.Repeat((byte)127, 3 * width * height)]).SavePng(At(path));
        return this;
    }

    /// <summary>Writes a mask whose pixels are the labels in turn, over and over.</summary>
    public DatasetFolder Mask(string path, params byte[] labels) => Mask(path, Width, Height, labels);

    /// <summary>Writes a mask of any size.</summary>
    public DatasetFolder Mask(string path, int width, int height, byte[] labels)
    {
        byte[] indices = [.. Enumerable.Range(0, width * height).Select(i => labels[i % labels.Length])];
        return Bytes(path, IndexedPng.Encode(new IndexedImage(width, height, indices, [])));
    }

    /// <summary>Writes a text file.</summary>
    public DatasetFolder Text(string path, string content) => Bytes(path, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>Writes any file.</summary>
    public DatasetFolder Bytes(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), content);
        return this;
    }

    /// <summary>Opens the folder and reads the first mask, 255 for what is ignored.</summary>
    public byte[] FirstTruth(string? layout = null, string? split = null)
    {
        var dataset = SegmentationDataset.Open(Root, layout, split);
        return LabelBytes.Narrow(dataset.ReadTruth(dataset.Photos[0]).Labels);
    }

    /// <summary>What opening the folder and reading all masks complains of.</summary>
    public string Error(string? layout = null, string? split = null) => Assert.ThrowsAny<Exception>(() =>
    {
        var dataset = SegmentationDataset.Open(Root, layout, split);
        foreach (var photo in dataset.Photos) dataset.ReadTruth(photo);
    }).Message;

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
