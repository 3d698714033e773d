using System.CommandLine;
using MaskClip.CommandLine.Settings;

namespace MaskClip.CommandLine.Commands;

/// <summary>
/// <c>--weights</c>: a checkpoint in place of a named model, so that a model of the environment or a file is left out beside it.
/// </summary>
internal sealed class WeightsOption : Option<string?>, IReplacingOption
{
    private readonly Option model;

    /// <summary>Creates the option.</summary>
    /// <param name="model">The option that names a model.</param>
    public WeightsOption(Option model)
        : base("--weights")
    {
        Description = "Checkpoint file or folder to use instead of a named model's.";
        HelpName = "path";
        this.model = model;
    }

    /// <summary>Whether an option has no meaning beside it.</summary>
    public bool Replaces(Option option) => option == model;
}
