namespace MaskClip;

/// <summary>Where a method was published.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
/// <param name="Title">The paper's title.</param>
/// <param name="Venue">Conference or journal with the year, e.g. <c>ECCV 2024</c>.</param>
/// <param name="Year">The year in which it became public; methods are listed by it.</param>
/// <param name="Code">The authors' repository on GitHub that the formula was read from and checked against, e.g. <c>wangf3014/SCLIP</c>;
/// <see langword="null"/> if there is none.</param>
public sealed record MethodPaper(string Title, string Venue, int Year, string? Code = null);
