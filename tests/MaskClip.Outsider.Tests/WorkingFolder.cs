using MaskClip.Outsider.Tests;

[assembly: AssemblyFixture(typeof(WorkingFolder))]

namespace MaskClip.Outsider.Tests;

/// <summary>The folder in which the documentation's snippets run: with the files that they name, and a cache of their own.</summary>
public sealed class WorkingFolder : IDisposable
{
    private readonly string before = Environment.CurrentDirectory;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("maskclip-outsider-");

    public WorkingFolder()
    {
        Environment.CurrentDirectory = folder.FullName;
        Environment.SetEnvironmentVariable("MASKCLIP_HOME", Path.Combine(folder.FullName, "cache"));
        Environment.SetEnvironmentVariable("MASKCLIP_MODEL", null);
        var postcard = SamplePostcard.Draw();
        Save(postcard, "photo.jpg");
        Directory.CreateDirectory("photos");
        Save(postcard, "photos/1.png");
        Save(postcard.Crop(new PixelBox(0, 0, 320, 224)), "photos/2.png");
        File.WriteAllText("photos/3.png", "This is no picture.");
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = before;
        folder.Delete(recursive: true);
    }

    private static void Save(RgbImage picture, string path)
    {
        using var file = File.Create(path);
        picture.SavePng(file);
    }
}
