using System.Formats.Tar;
using System.Net;

namespace MaskClip.Labelling.Tests;

/// <summary>Where a job's photos are from.</summary>
public sealed class JobSourcesTests : IDisposable
{
    private readonly LabelWorkshop at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public async Task ListsTarsPatternsAndAddresses_AreSources()
    {
        at.Draw("photos", 6);
        using (var tar = new TarWriter(File.Create(at.At("set-000.tar"))))
        {
            for (int i = 0; i < 2; i++) tar.WriteEntry(at.At("photos", $"000{i}.jpg"), $"{i}.jpg");
            tar.WriteEntry(at.At("photos", "0000.jpg"), "0.json");
        }

        using var server = new HttpListener();
        int port = Random.Shared.Next(20000, 60000);
        server.Prefixes.Add($"http://127.0.0.1:{port}/");
        server.Start();
        _ = ServeAsync(server, File.ReadAllBytes(at.At("photos", "0002.jpg")));
        var web = $"http://127.0.0.1:{port}";
        File.WriteAllText(
            at.At("list.txt"),
            $"# of a folder and of the web\nphotos/0003.jpg\nphotos/0004.jpg\n\n{web}/a/web.jpg?x=1\n{web}/missing.jpg\n");

        var (code, error) = await at.RunAsync(["set-*.tar", "list.txt", "photos/0005.*", .. LabelWorkshop.Names, "--output=job"]);

        Assert.True(code == 3, error);
        var names = at.Read("job").Select(photo => photo.Name).ToArray();
        Assert.Equal(["0005.jpg", "photos/0003.jpg", "photos/0004.jpg", "set-000/0.jpg", "set-000/1.jpg", "web.jpg"], names);
        Assert.Contains("404", File.ReadAllText(at.At("job", "failed.jsonl")), StringComparison.Ordinal);
    }

    private static async Task ServeAsync(HttpListener server, byte[] photo)
    {
        while (server.IsListening)
        {
            try
            {
                var context = await server.GetContextAsync();
                if (context.Request.Url!.AbsolutePath == "/a/web.jpg") context.Response.OutputStream.Write(photo);
                else context.Response.StatusCode = 404;
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
