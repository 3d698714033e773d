namespace MaskClip.Text;

/// <summary>Texts that begin with the same tokens.</summary>
/// <param name="Length">How many tokens they share; what they share stops before every text's end.</param>
/// <param name="Texts">Places of the texts in their list, those with the fewest tokens first.</param>
internal sealed record TextGroup(int Length, int[] Texts);
