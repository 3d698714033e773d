namespace MaskClip;

/// <summary>A model could not be downloaded, or what was downloaded is not that model.</summary>
/// <remarks>The message names the address, the error, and how to put the file in place by hand.</remarks>
public sealed class ModelPullException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The error and what to do next.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public ModelPullException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
