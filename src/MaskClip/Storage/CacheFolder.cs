namespace MaskClip.Storage;

/// <summary>Where pulled models, built graphs and text embeddings are kept.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class CacheFolder
{
    /// <summary>The environment variable that moves the folder.</summary>
    public const string Variable = "MASKCLIP_HOME";

    /// <summary><c>MASKCLIP_HOME</c> when set; else <c>maskclip</c> in the user's cache folder.</summary>
    public static string Default => For(Environment.GetEnvironmentVariable);

    /// <summary>The folder for given environment variables.</summary>
    public static string For(Func<string, string?> environment)
    {
        if (environment(Variable) is { Length: > 0 } home) return Path.GetFullPath(home);
        if (environment("XDG_CACHE_HOME") is { Length: > 0 } cache) return Path.Combine(cache, "maskclip");
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "maskclip");
        }

        var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.Combine(user.Length > 0 ? user : Path.GetTempPath(), ".cache", "maskclip");
    }
}
