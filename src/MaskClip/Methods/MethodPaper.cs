namespace MaskClip.Dense;

/// <summary>Where a method was published.</summary>
/// <param name="Title">The paper's title.</param>
/// <param name="Venue">Conference or journal with the year, e.g. <c>ECCV 2024</c>.</param>
/// <param name="Year">The year in which it became public.</param>
/// <param name="Code">The authors' repository that the formula was read from and checked against.</param>
internal sealed record MethodPaper(string Title, string Venue, int Year, string Code);
