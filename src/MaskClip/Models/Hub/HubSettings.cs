using MaskClip.Storage;

namespace MaskClip.Models.Hub;

/// <summary>What the environment says about the hub, under the names that Hugging Face's own tools read.</summary>
internal sealed class HubSettings(Func<string, string?> environment)
{
    /// <summary>Another server with the hub's interface.</summary>
    public const string EndpointVariable = "HF_ENDPOINT";

    /// <summary>Who asks; needed for private and gated models.</summary>
    public const string TokenVariable = "HF_TOKEN";

    /// <summary>Nothing is asked of the hub.</summary>
    public const string OfflineVariable = "HF_HUB_OFFLINE";

    /// <summary>The hub's address.</summary>
    /// <exception cref="ModelPullException">The variable is not a web address.</exception>
    public Uri Endpoint
    {
        get
        {
            var text = environment(EndpointVariable) is { } own && own.Trim().TrimEnd('/') is { Length: > 0 } given
                ? given
                : "https://huggingface.co";
            return Uri.TryCreate($"{text}/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
                && url.Query.Length + url.Fragment.Length + url.UserInfo.Length == 0
                ? url
                : throw new ModelPullException(
                    $"{EndpointVariable} is '{Printable.Of(text)}', which is not an http or https address such as " +
                    $"https://huggingface.co. Correct it or unset it.");
        }
    }

    /// <summary>The token; <see langword="null"/> where there is none.</summary>
    /// <exception cref="ModelPullException">It has letters that no token has.</exception>
    public string? Token => environment(TokenVariable)?.Trim() switch
    {
        null or "" => null,
        var token when token.All(letter => letter is > ' ' and <= '~') => token,
        _ => throw new ModelPullException(
            $"{TokenVariable} has letters that no token has (spaces, or what is not ASCII). Copy it anew from the hub's settings."),
    };

    /// <summary>Whether the hub is not to be asked.</summary>
    public bool IsOffline => IsTrue(environment(OfflineVariable)) || IsTrue(environment("TRANSFORMERS_OFFLINE"));

    /// <summary>Hugging Face's own cache of models: <c>HF_HUB_CACHE</c>, <c>HF_HOME</c>/hub, or where it is without them.</summary>
    public string CacheFolder
    {
        get
        {
            if (Folder("HF_HUB_CACHE") is { } own) return own;
            if (Folder("HF_HOME") is { } home) return Path.Combine(home, "hub");
            if (Folder("XDG_CACHE_HOME") is { } cache) return Path.Combine(cache, "huggingface", "hub");
            var user = environment("HOME") is { Length: > 0 } known
                ? known
                : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return Path.Combine(user, ".cache", "huggingface", "hub");
        }
    }

    private string? Folder(string variable)
    {
        if (environment(variable) is not { Length: > 0 } path) return null;
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
            path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        return Path.GetFullPath(path);
    }

    // huggingface_hub's constants.ENV_VARS_TRUE_VALUES.
    private static bool IsTrue(string? text) => text?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";
}
