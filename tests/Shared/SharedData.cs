namespace MaskClip.Testing;

/// <summary>Finds the <c>shared</c> folder that lies beside the repository: golden numbers, photographs, models.</summary>
internal static class SharedData
{
    /// <summary>The repository's root folder (where <c>MaskClip.slnx</c> is).</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>
    /// Set by <c>.ci/run</c> where the folder is there: what lacks something of it then fails, so that no test is lost silently.
    /// </summary>
    private static bool IsRequired => Environment.GetEnvironmentVariable("MASKCLIP_REQUIRE_SHARED") == "1";

    /// <summary>A path inside <c>shared</c>; the running test is skipped, with a message, where that folder is missing.</summary>
    public static string Path(params string[] parts)
    {
        var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository, "..", "shared"));
        Need(
            Directory.Exists(root),
            $"No '../shared' folder beside the repository ({root}): this test needs its golden numbers or photographs.");
        return System.IO.Path.Combine([root, .. parts]);
    }

    /// <summary>The weights of world-clip, the model package of the drawn world.</summary>
    public static string WorldClip { get; } = System.IO.Path.Combine(
        Repository, "src", "MaskClip.Models.World", "model", "model.safetensors");

    /// <summary>
    /// A small CLIP with a ResNet, trained on photographs; the running test is skipped, with a message, where it is missing.
    /// </summary>
    public static string MiniClip
    {
        get
        {
            var path = Path("models", "mini-clip", "model.safetensors");
            Need(
                File.Exists(path), $"No model at {path}: this test needs a CLIP with a ResNet, or one that was trained on photographs.");
            return path;
        }
    }

    private static void Need(bool isThere, string lack)
    {
        if (IsRequired) Assert.True(isThere, lack);
        else Assert.SkipUnless(isThere, lack);
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "MaskClip.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException($"MaskClip.slnx was not found above {AppContext.BaseDirectory}.");
    }
}
