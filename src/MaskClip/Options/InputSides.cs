namespace MaskClip;

/// <summary>What happens when the resized photo's sides are not multiples of what the model divides by.</summary>
public enum InputSides
{
    /// <summary>The photo is resized to the nearest multiples, at most half a cell away from its ratio.</summary>
    NearestMultiple,

    /// <summary>
    /// The photo is resized to whole pixels with its ratio kept, and normalized zeros are added on the right and below. The scores of the
    /// padded grid are resized to the photo's size without the padding, and then to the photo: mmsegmentation's "corner" padding as it is.
    /// CLIP's ResNets take every size, so that nothing is added for them: their pools leave out what they cannot divide, as in the released
    /// code.
    /// </summary>
    Pad,
}
