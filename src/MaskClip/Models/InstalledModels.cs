namespace MaskClip.Models;

/// <summary>
/// Models that came as packages: folders of <c>maskclip-models</c> beside the program, each with a <see cref="ModelFolder"/>'s
/// <c>model.json</c>.
/// </summary>
/// <remarks>A package puts its files there when a program that references it is built; the core knows none of them by name.</remarks>
internal static class InstalledModels
{
    /// <summary>The folder beside the program.</summary>
    public const string FolderName = "maskclip-models";

    /// <summary>The program's own folder of models.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, FolderName);

    /// <summary>Names of the installed models.</summary>
    public static IReadOnlyList<string> Names(string folder) => !Directory.Exists(folder)
        ? []
        : [
            .. Directory.EnumerateDirectories(folder)
                .Where(path => File.Exists(Path.Combine(path, ModelFolder.FileName)))
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The folder of an installed model; <see langword="null"/> when there is none of that name.</summary>
    public static string? Find(string folder, string name) =>
        Names(folder).FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Path.Combine(folder, found)
            : null;
}
