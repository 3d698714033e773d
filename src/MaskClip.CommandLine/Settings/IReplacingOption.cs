using System.CommandLine;

namespace MaskClip.CommandLine.Settings;

/// <summary>An option that stands in the place of others.</summary>
public interface IReplacingOption
{
    /// <summary>Whether an option has no meaning beside this one.</summary>
    bool Replaces(Option option);
}
