using MaskClip.Imaging;

namespace MaskClip.Windows;

/// <summary>A photo at all the sizes at which it is embedded: what can be done before it is the engine's turn.</summary>
internal sealed class PreparedPhoto : IDisposable
{
    private readonly Dictionary<(int Width, int Height), RentedImage> inputs = [];

    /// <summary>Resizes a photo.</summary>
    /// <param name="encoder">Resizes.</param>
    /// <param name="photo">The photo.</param>
    /// <param name="plans">Its passes; those of one size, mirrored or not, share the resized photo.</param>
    public PreparedPhoto(PhotoEncoder encoder, RgbImage photo, IReadOnlyList<PassPlan> plans)
    {
        Photo = photo;
        Plans = plans;
        foreach (var plan in plans)
        {
            if (!inputs.ContainsKey(Size(plan))) inputs.Add(Size(plan), encoder.Resize(photo, plan));
        }
    }

    /// <summary>The photo.</summary>
    public RgbImage Photo { get; }

    /// <summary>Its passes.</summary>
    public IReadOnlyList<PassPlan> Plans { get; }

    /// <summary>The photo at a pass's size.</summary>
    public RentedImage Input(PassPlan plan) => inputs[Size(plan)];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var input in inputs.Values) input.Dispose();
    }

    private static (int Width, int Height) Size(PassPlan plan) => (plan.Columns.Input, plan.Rows.Input);
}
