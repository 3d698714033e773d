namespace MaskClip.World.Scenes;

/// <summary>What a scene as a whole is like.</summary>
/// <param name="Night">It is dark.</param>
/// <param name="Blurred">It is out of focus.</param>
/// <param name="Grainy">It is full of noise.</param>
/// <param name="CloseUp">One or two things fill it.</param>
internal sealed record SceneMood(bool Night, bool Blurred, bool Grainy, bool CloseUp);
