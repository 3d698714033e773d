namespace MaskClip.Models;

/// <summary>
/// Models that came as packages: folders of <c>maskclip-models</c> beside the program, each with a <see cref="ModelFolder"/>'s
/// <c>model.json</c>.
/// </summary>
/// <remarks>A package puts its files there when a program that references it is built; their files say what they are. Safe to use
/// from several threads.</remarks>
public static class InstalledModels
{
    /// <summary>The package that is used where no model is named and none was pulled: it knows photographs.</summary>
    public const string Photo = "photo";

    /// <summary>The package of the drawn world, used where there is no <see cref="Photo"/> either.</summary>
    public const string World = "world-clip";

    /// <summary>The name of the folder beside the program.</summary>
    public const string FolderName = "maskclip-models";

    /// <summary>
    /// The environment variable with the folder of models of a program that has none beside it: <c>maskclip</c> hands its own to the
    /// programs that it starts.
    /// </summary>
    public const string FolderVariable = "MASKCLIP_MODEL_PACKAGES";

    /// <summary>
    /// The program's own folder of models: beside it, else where <see cref="FolderVariable"/> points. It need not be there.
    /// </summary>
    public static string DefaultFolder
    {
        get
        {
            var own = Path.Combine(AppContext.BaseDirectory, FolderName);
            return !Directory.Exists(own) && Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } other ? other : own;
        }
    }

    /// <summary>Names of the installed models.</summary>
    /// <param name="folder">A folder of models, such as <see cref="DefaultFolder"/>; it need not be there.</param>
    /// <returns>The names, ordinally.</returns>
    public static IReadOnlyList<string> Names(string folder) => !Directory.Exists(folder)
        ? []
        : [
            .. Directory.EnumerateDirectories(folder)
                .Where(path => File.Exists(Path.Combine(path, ModelFolder.FileName)))
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The folder of an installed model.</summary>
    /// <param name="folder">A folder of models, such as <see cref="DefaultFolder"/>; it need not be there.</param>
    /// <param name="name">The model's name; capitals make no difference.</param>
    /// <returns>Its path; <see langword="null"/> when there is none of that name.</returns>
    public static string? Find(string folder, string name) =>
        Names(folder).FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Path.Combine(folder, found)
            : null;
}
