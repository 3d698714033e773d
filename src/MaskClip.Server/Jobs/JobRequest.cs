using MaskClip.Server.Segmenting;

namespace MaskClip.Server.Jobs;

/// <summary>Many photos to find the same names in.</summary>
/// <param name="Folder">The name of a folder that the service was given; or else</param>
/// <param name="Photos">ids of photos that were sent before.</param>
/// <param name="Find">What is to be found, and how; its photo and format are left out.</param>
internal sealed record JobRequest(string? Folder, IReadOnlyList<string>? Photos, SegmentRequest? Find);

/// <summary>What a job says of one photo.</summary>
/// <param name="Done">Photos that are done.</param>
/// <param name="Total">Photos of the job.</param>
/// <param name="Photo">The photo: its name in the folder, or its id.</param>
/// <param name="Result">What was found; <see langword="null"/> where it failed.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record JobProgress(int Done, int Total, string Photo, SegmentAnswer? Result, string? Error);

/// <summary>The end of a job.</summary>
/// <param name="Done">Photos in which names were looked for.</param>
/// <param name="Failed">Photos that failed.</param>
internal sealed record JobEnd(int Done, int Failed);
