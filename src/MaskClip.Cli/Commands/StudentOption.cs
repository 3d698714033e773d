using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Settings;

namespace MaskClip.Cli.Commands;

/// <summary>
/// <c>--student</c>: a trained network in place of CLIP and names. It brings its own vocabulary and settings, so it stands alone.
/// </summary>
internal sealed class StudentOption : Option<string?>, IReplacingOption
{
    private readonly IReadOnlyList<Option> replaced;

    /// <summary>Creates the option.</summary>
    /// <param name="replaced">The options that say what a student knows by itself.</param>
    public StudentOption(params IEnumerable<Option> replaced)
        : base("--student")
    {
        Description = "A student.safetensors of 'maskclip train', in place of a model and names: its vocabulary is inside.";
        HelpName = "path";
        this.replaced = [.. replaced];
    }

    /// <summary>Whether an option has no meaning beside a student.</summary>
    public bool Replaces(Option option) => replaced.Contains(option);

    /// <summary>The student's path, if one is given.</summary>
    /// <exception cref="UsageException">Something is given that it brings itself.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public string? Read(ParseResult result, CliHost host)
    {
        if (result.GetValue(this) is not { } file) return null;
        string[] both = [.. replaced.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name)];
        if (both.Length > 0)
        {
            throw new UsageException(
                $"--student brings its own vocabulary and settings: leave out {string.Join(", ", both)}, or leave out --student to use " +
                $"a CLIP model.");
        }

        var path = Path.Combine(host.Folder, file);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException(
                $"--student is '{file}'; there is no such file. 'maskclip train' writes student.safetensors into its output folder.");
    }
}
