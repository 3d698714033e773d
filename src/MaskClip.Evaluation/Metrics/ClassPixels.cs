namespace MaskClip.Evaluation;

/// <summary>One class's areas, in one photo or in many.</summary>
/// <param name="Class">Class index.</param>
/// <param name="Truth">Pixels that are of the class.</param>
/// <param name="Predicted">Pixels that got the class and whose truth is known.</param>
/// <param name="Correct">Pixels that are both.</param>
public readonly record struct ClassPixels(int Class, long Truth, long Predicted, long Correct)
{
    /// <summary>The same class's areas here and elsewhere together.</summary>
    internal ClassPixels With(ClassPixels more) => new(Class, Truth + more.Truth, Predicted + more.Predicted, Correct + more.Correct);
}
