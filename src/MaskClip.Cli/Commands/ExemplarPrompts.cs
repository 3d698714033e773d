using MaskClip.CommandLine;
using MaskClip.CommandLine.Inputs;

namespace MaskClip.Cli.Commands;

/// <summary>Examples that somebody gave.</summary>
/// <param name="Images">Pictures of things.</param>
/// <param name="Patches">Places of the first photo.</param>
internal sealed record ExemplarPrompts(IReadOnlyList<ImagePrompt> Images, IReadOnlyList<PatchPrompt> Patches)
{
    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => Images.Count + Patches.Count == 0;

    /// <summary>Checks what the command line alone shows.</summary>
    /// <param name="photos">The photos.</param>
    /// <exception cref="UsageException">Places of a photo that can be read only once.</exception>
    public void Validate(IReadOnlyList<PhotoInput> photos)
    {
        if (Patches.Count > 0 && photos[0].IsStandardInput)
        {
            throw new UsageException(
                "--prompt-patch is a place of the first photo, which is read twice, and standard input can be read once. " +
                "Give a file first.");
        }
    }

    /// <summary>Puts the examples beside names.</summary>
    /// <param name="names">The names; <see langword="null"/> for none, where there are examples.</param>
    /// <param name="segmenter">The model.</param>
    /// <param name="photos">The photos.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <exception cref="IOException">A picture cannot be read.</exception>
    /// <exception cref="InvalidDataException">A place is not inside the photo.</exception>
    public TextClassifier AddTo(
        TextClassifier? names, Segmenter segmenter, IReadOnlyList<PhotoInput> photos, CancellationToken cancellationToken)
    {
        if (names is not null && IsEmpty) return names;
        Exemplar[] all =
        [
            .. Images.Select(one => segmenter.EmbedExemplar(
                RgbImage.Load(one.File), one.Label, one.IsNegative, cancellationToken: cancellationToken)),
            .. Patches.Count == 0 ? [] : Places(segmenter, photos[0], cancellationToken),
        ];
        return names is null ? TextClassifier.From(all) : names.With(all);
    }

    private Exemplar[] Places(Segmenter segmenter, PhotoInput first, CancellationToken cancellationToken)
    {
        var photo = first.Load();
        foreach (var (place, label, _) in Patches)
        {
            if ((long)place.X + place.Width <= photo.Width && (long)place.Y + place.Height <= photo.Height) continue;
            throw new InvalidDataException(
                $"The place {place.X},{place.Y} of '{label}' ({place.Width}x{place.Height} pixels) is not inside the first photo, " +
                $"{first.Name}, which has {photo.Width}x{photo.Height} pixels; columns and rows count from 0.");
        }

        using var features = segmenter.Embed(photo, cancellationToken: cancellationToken);
        return [.. Patches.Select(one => features.Exemplar(one.Label, one.Place, one.IsNegative))];
    }
}

/// <summary>A picture of a thing.</summary>
/// <param name="File">Its file.</param>
/// <param name="Label">What to call it.</param>
/// <param name="IsNegative">Whether it is what is not meant.</param>
internal sealed record ImagePrompt(string File, string Label, bool IsNegative);

/// <summary>A place of a photo.</summary>
/// <param name="Place">The place.</param>
/// <param name="Label">What to call it.</param>
/// <param name="IsNegative">Whether it is what is not meant.</param>
internal sealed record PatchPrompt(PixelBox Place, string Label, bool IsNegative);
