using MaskClip.Annotations;
using MaskClip.Annotations.Formats;
using MyProgram;

namespace MaskClip.Outsider.Tests.Guide;

/// <summary>docs/annotations.md: a format of one's own.</summary>
public class OwnFormatTests
{
    static OwnFormatTests()
    {
        AnnotationFormats.Register(new BoxesFormat());
    }

    [Fact]
    public void Registered_WritesASegmentationAndReadsItAgain()
    {
        using var segmenter = Segmenter.Load("world-clip");
        var result = segmenter.Segment(RgbImage.Load("photo.jpg"), segmenter.Embed(Vocabulary.Parse(["sky", "grass"])));
        var annotated = AnnotatedPhoto.From("photo.jpg", result);

        IAnnotationFormat format = AnnotationFormats.Find("boxes");
        using (IAnnotationWriter writer = format.Create("boxes", AnnotationSchema.From(result.Vocabulary)))
        {
            writer.Add(annotated);
            writer.Complete();
        }

        using IAnnotationReader reader = format.Open("boxes");
        var back = Assert.Single(reader.Read());

        Assert.Equal((annotated.Name, annotated.Width, annotated.Height), (back.Name, back.Width, back.Height));
        Assert.NotEmpty(back.Regions);
        Assert.Equal(annotated.Regions.Select(region => region.Mask.Box), back.Regions.Select(region => region.Mask.Box));
    }

    [Fact]
    public void Read_ABadLine_CostsOnlyItself()
    {
        File.WriteAllLines("bad.tsv", [
            "a.jpg\t8\t6\tcat\t1\t1\t3\t2",
            "a.jpg\t8\t6\tcat\t1\t1\tx\t2",
            "b.jpg\t4\t4\tdog\t0\t0\t9\t1",
            "b.jpg\t4\t4\tdog\t0\t0\t4\t1",
        ]);
        List<AnnotationException> errors = [];

        using var reader = AnnotationFormats.Find("boxes").Open("bad.tsv");
        int[] regions = [.. reader.Read(errors.Add).Select(photo => photo.Regions.Count)];

        Assert.Equal([1, 1], regions);
        Assert.Equal(2, errors.Count);
        Assert.All(errors, error => Assert.Contains("bad.tsv", error.Message));
    }
}
