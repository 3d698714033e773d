
namespace MaskClip.Training.Towers;

/// <summary>Turns pictures into embeddings.</summary>
internal interface IImageTower
{
    /// <summary>Embeds pictures.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="places">Whether the places of a picture are wanted too.</param>
    ImageEmbeddings Embed(PictureTensors pictures, bool places);

    /// <summary>Whether running statistics follow the batches; off while a batch is seen for the second time in a step.</summary>
    bool Tracks { set; }
}
