using System.CommandLine;
using System.Globalization;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Inputs;

namespace MaskClip.Cli.Commands;

/// <summary><c>--prompt-image</c> and <c>--prompt-patch</c>: classes that are known by examples.</summary>
internal sealed class ExemplarOptions
{
    private readonly Option<string[]> images = new("--prompt-image")
    {
        Description = "A picture of a thing, cut out, and what to call it; repeat it for more, which are averaged where the label is the " +
            "same. A minus before the label: not this.",
        HelpName = "file=label",
    };
    private readonly Option<string[]> patches = new("--prompt-patch")
    {
        Description = "A place of the first photo, in pixels, as an example for all; or a box, as X,Y,WIDTH,HEIGHT=label.",
        HelpName = "X,Y=label",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [images, patches];

    /// <summary>Reads what was given.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public ExemplarPrompts Read(ParseResult result, CliHost host) => new(
        [.. (result.GetValue(images) ?? []).Select(text => ReadImage(text, host))],
        [.. (result.GetValue(patches) ?? []).Select(ReadPatch)]);

    private ImagePrompt ReadImage(string text, CliHost host)
    {
        var (file, label, isNegative) = Split(text, images.Name, "crop.jpg=forklift");
        return new(Path.Combine(host.Folder, file), label, isNegative);
    }

    private PatchPrompt ReadPatch(string text)
    {
        var (place, label, isNegative) = Split(text, patches.Name, "120,80=forklift");
        int[] numbers = [.. place.Split(',').Select(part =>
            int.TryParse(part, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int n)
                ? n : -1)];
        return numbers switch
        {
            [>= 0, >= 0] => new(new(numbers[0], numbers[1], 1, 1), label, isNegative),
            [>= 0, >= 0, > 0, > 0] => new(new(numbers[0], numbers[1], numbers[2], numbers[3]), label, isNegative),
            _ => throw new UsageException(
                $"{patches.Name} is '{text}'; a place in pixels is expected before the label, as in 120,80=forklift or, with width and " +
                "height, 120,80,40,40=forklift."),
        };
    }

    // A file's name may have the sign too: the last one counts.
    private static (string Example, string Label, bool IsNegative) Split(string text, string option, string example)
    {
        int sign = text.LastIndexOf('=');
        string before = sign < 0 ? "" : text[..sign].Trim(), label = sign < 0 ? "" : text[(sign + 1)..].Trim();
        bool isNegative = label.StartsWith('-');
        if (isNegative) label = label[1..].Trim();
        return before.Length > 0 && label.Length > 0
            ? (before, label, isNegative)
            : throw new UsageException($"{option} is '{text}'; an example and what to call it are expected, as in {example}.");
    }
}
