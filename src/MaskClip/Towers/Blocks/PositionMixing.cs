namespace MaskClip;

/// <summary>
/// What a method does with the positions of a convolutional network that has no attention: there is nothing to take out, only something to
/// add. One of <see cref="OwnPosition"/>, <see cref="SimilarPositions"/> and <see cref="WholePicture"/>.
/// </summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
public abstract record PositionMixing
{
    private protected PositionMixing()
    {
    }

    /// <summary>It with all its parameters: graphs are cached by this.</summary>
    internal abstract string Formula { get; }

    /// <summary>Adds what is out of range.</summary>
    internal virtual void Validate(List<string> errors)
    {
    }
}
