namespace MaskClip.Training.Schedule;

/// <summary>Who labels the pixels that no truth is known about.</summary>
internal enum Guidance
{
    /// <summary>Nobody: they are ignored.</summary>
    None,

    /// <summary>The CLIP teacher.</summary>
    Clip,

    /// <summary>The student itself.</summary>
    Self,
}
