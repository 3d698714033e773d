using MaskClip.Evaluation.Concepts;
using MaskClip.World;

namespace MaskClip.Evaluation.Tests.Concepts;

public sealed class ConceptSheetTests
{
    [Fact]
    public void Draw_TwoPhotosThreeNames_HasACellForEach()
    {
        var names = Vocabulary.Parse(["sky", "a very long name that does not fit into the width of one cell of the sheet", "car"]);
        var photo = SamplePostcard.Draw(320, 224);
        float[][] grids = [[0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 0, 1]];
        var answer = new ConceptAnswer("postcard.png", 1, [new(0.1, 0.2, 0.3), new(0.8, 0.7, 1), new(0.1, 0.1, 1)]);
        double scale = Math.Min(ConceptSheet.CellWidth / 320.0, ConceptSheet.CellHeight / 224.0);
        var row = new ConceptSheetRow(answer, photo.Resize((int)Math.Round(320 * scale), (int)Math.Round(224 * scale)), grids, 2, 2);

        var one = ConceptSheet.Draw([row], names.Classes, 0, 3);
        var two = ConceptSheet.Draw([row, row], names.Classes, 0, 3);

        Assert.True(one.Width > 4 * ConceptSheet.CellWidth && one.Width < 5 * ConceptSheet.CellWidth);
        Assert.True(two.Height - one.Height > ConceptSheet.CellHeight);

        // A map of nothing is dark, a map of certainty is light.
        Assert.True(Brightness(one, 1) + 60 < Brightness(one, 2), $"{Brightness(one, 1)} {Brightness(one, 2)}");
    }

    [Fact]
    public void Best_OfAnAnswer_IsTheHighestScore()
    {
        var answer = new ConceptAnswer("x", null, [new(0.1, 0.7, 0.3), new(0.9, 0.2, 1)]);

        Assert.Equal((1, 0), (answer.BestGlobal, answer.BestArea));
    }

    private static double Brightness(RgbImage sheet, int column)
    {
        int x = column * sheet.Width / 4 + ConceptSheet.CellWidth / 2, y = ConceptSheet.CellHeight / 2 + 30;
        double sum = 0;
        for (int dy = -20; dy < 20; dy++)
        {
            for (int dx = -20; dx < 20; dx++) sum += sheet.Pixels[3 * ((y + dy) * sheet.Width + x + dx) + 1];
        }

        return sum / 1600;
    }
}
