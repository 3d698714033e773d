using System.Globalization;

namespace MaskClip.Errors;

/// <summary>Checks a method's parameters where one is registered or given settings.</summary>
internal static class AllowedRange
{
    /// <summary>Adds an error where a number is outside its range, or none at all.</summary>
    /// <param name="errors">The errors.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="value">The number.</param>
    /// <param name="min">The minimum that is allowed.</param>
    /// <param name="max">The maximum that is allowed.</param>
    public static void Check(List<string> errors, string name, double value, double min, double max)
    {
        if (value >= min && value <= max) return;
        errors.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; {min} to {max} is allowed"));
    }
}
