using System.Text;
using MaskClip.Words;

namespace MaskClip;

/// <summary>
/// The sentences that a name is put into before it is embedded; the mean over them stands for the name (prompt engineering).
/// </summary>
/// <remarks>Nothing changes them after they were made: safe to share between threads.</remarks>
public sealed class PromptTemplates
{
    private const string Place = "{}";

    private PromptTemplates(string name, IReadOnlyList<string> templates)
    {
        Name = name;
        Templates = templates;
    }

    /// <summary>The paper's 85: ImageNet's 80 and five like "there is a {} in the scene.".</summary>
    public static PromptTemplates MaskClip { get; } = BuiltIn("maskclip");

    /// <summary>OpenAI's 80 for ImageNet.</summary>
    public static PromptTemplates ImageNet { get; } = BuiltIn("imagenet");

    /// <summary>One: "a photo of a {}.".</summary>
    public static PromptTemplates Simple { get; } = BuiltIn("simple");

    /// <summary>Names of the built-in sets.</summary>
    public static IReadOnlyList<string> BuiltInNames => BuiltInWords.TemplateNames;

    /// <summary>The set's name, or its file's path.</summary>
    public string Name { get; }

    /// <summary>The sentences; each has <c>{}</c> where the name goes.</summary>
    public IReadOnlyList<string> Templates { get; }

    /// <summary>A built-in set by name, or a file of templates.</summary>
    /// <param name="nameOrPath"><c>maskclip</c>, <c>imagenet</c>, <c>simple</c>, or the path of a text file.</param>
    /// <exception cref="OptionsException">It is neither.</exception>
    /// <exception cref="FormatException">The file has a line without <c>{}</c>, or no line.</exception>
    public static PromptTemplates Parse(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        if (BuiltInWords.FindTemplates(nameOrPath) is not null) return BuiltIn(nameOrPath.ToLowerInvariant());
        return File.Exists(nameOrPath)
            ? FromFile(nameOrPath)
            : throw new OptionsException(
                $"'{nameOrPath}' is neither a template set nor a file. Available: {string.Join(", ", BuiltInNames)}; or give a file with " +
                $"one template a line.",
                nameof(nameOrPath));
    }

    /// <summary>
    /// Reads templates from a file: one a line with <c>{}</c> where the name goes; empty lines and lines that start with <c>#</c> are
    /// passed over.
    /// </summary>
    /// <param name="path">A UTF-8 text file.</param>
    /// <exception cref="FormatException">A line has no <c>{}</c>, or there is no template; the line is named.</exception>
    public static PromptTemplates FromFile(string path)
    {
        var templates = new List<string>();
        int number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var text = line.Trim();
            if (text.Length == 0 || text.StartsWith('#')) continue;
            if (!text.Contains(Place, StringComparison.Ordinal))
            {
                throw new FormatException(
                    $"{path}, line {number}: the template '{text}' has no {Place}; write it where the name goes, as in 'a photo of a " +
                    $"{Place}.'");
            }

            templates.Add(text);
        }

        return templates.Count > 0
            ? new(path, templates)
            : throw new FormatException($"{path}: there is no template in it; write one a line, as in 'a photo of a {Place}.'");
    }

    /// <summary>Puts a name into every template.</summary>
    /// <param name="name">The name.</param>
    public IEnumerable<string> Fill(string name) => Templates.Select(template => template.Replace(Place, name, StringComparison.Ordinal));

    /// <summary>A set of a model's own.</summary>
    internal static PromptTemplates Of(
        string name,
        IReadOnlyList<string> templates) => templates.Count > 0
            && templates.All(template => template.Contains(Place, StringComparison.Ordinal))
        ? new(name, templates)
        : throw new FormatException($"The templates of '{name}' must each have {Place} where the name goes.");

    /// <summary>Tells template sets apart by what they say, not by what they are called.</summary>
    /// <returns>32 hexadecimal digits.</returns>
    public string Hash() =>
        Convert.ToHexStringLower(System.IO.Hashing.XxHash128.Hash(Encoding.UTF8.GetBytes(string.Join('\n', Templates))));

    private static PromptTemplates BuiltIn(string name) => new(name, BuiltInWords.FindTemplates(name)!);
}
