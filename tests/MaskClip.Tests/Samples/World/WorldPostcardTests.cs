using MaskClip.Samples.World;

namespace MaskClip.Tests.Samples.World;

public class WorldPostcardTests
{
    [Theory]
    [InlineData(640, 448)]
    [InlineData(160, 112)]
    public void Draw_AnySize_ShowsAllThatItNames(int width, int height)
    {
        var card = WorldPostcard.Draw(width, height);
        Assert.Equal((width, height), (card.Picture.Width, card.Picture.Height));
        foreach (var name in WorldPostcard.Names)
        {
            byte index = (byte)WorldClasses.Names.ToList().IndexOf(name);
            Assert.True(card.Mask.Indices.Count(pixel => pixel == index) > 0.002 * width * height, $"there is hardly any {name}");
        }

        Assert.All(card.Mask.Indices.Distinct(), index => Assert.Contains(WorldClasses.Names[index], WorldPostcard.Names));
    }
}
