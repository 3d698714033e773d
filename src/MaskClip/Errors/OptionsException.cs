namespace MaskClip;

/// <summary>
/// What people chose cannot be used: an option out of range, a name that does not exist, choices that exclude one another.
/// </summary>
/// <remarks>
/// The message names each value and what is allowed, and is fit to be shown to whoever chose it. An <see cref="ArgumentException"/> of
/// another type is an error of the calling program.
/// </remarks>
public sealed class OptionsException : ArgumentException
{
    private readonly string text;


    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was given, what is allowed, and what to do.</param>
    public OptionsException(string message)
        : base(message)
    {
        text = message;
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was given, what is allowed, and what to do.</param>
    /// <param name="innerException">What was caught.</param>
    public OptionsException(string message, Exception innerException)
        : base(message, innerException)
    {
        text = message;
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was given, what is allowed, and what to do.</param>
    /// <param name="paramName">The parameter that it was given in.</param>
    public OptionsException(string message, string paramName)
        : base(message, paramName)
    {
        text = message;
    }

    /// <summary>
    /// What was given, what is allowed, and what to do; without the parameter's name, which <see cref="ArgumentException.ParamName"/> has.
    /// </summary>
    public override string Message => text;

    /// <summary>Throws where there are errors; all are in one message.</summary>
    /// <param name="beginning">What the message begins with, as in <c>These options are out of range</c>.</param>
    /// <param name="errors">The errors.</param>
    internal static void ThrowIfAny(string beginning, List<string> errors)
    {
        if (errors.Count > 0) throw new OptionsException($"{beginning}: {string.Join("; ", errors)}.");
    }

    /// <summary>Adds an error where a number is none of an enumeration's values.</summary>
    /// <param name="errors">The errors.</param>
    /// <param name="name">The option's name.</param>
    /// <param name="value">Its value.</param>
    internal static void CheckDefined<T>(List<string> errors, string name, T value)
        where T : struct, Enum
    {
        if (Enum.IsDefined(value)) return;
        string[] allowed = Enum.GetNames<T>();
        errors.Add($"the {name} is {value}; {string.Join(", ", allowed[..^1])} and {allowed[^1]} are allowed");
    }
}
