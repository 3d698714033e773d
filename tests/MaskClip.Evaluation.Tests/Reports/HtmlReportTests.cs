using System.Text.RegularExpressions;
using System.Xml.Linq;
using MaskClip.Evaluation.Pages;
using MaskClip.Evaluation.Reports;
using MaskClip.World;

namespace MaskClip.Evaluation.Tests.Reports;

public sealed partial class HtmlReportTests
{
    private static readonly GalleryPhoto Photo = Gallery.Reduce(
        TestReport.Photos(1, 9)[0],
        SamplePostcard.Draw(640, 448),
        new ushort[640 * 448],
        new LabelMap(640, 448, new ushort[640 * 448]),
        TestReport.Vocabulary);

    private static readonly EvaluationReport Report = TestReport.Of(TestReport.Photos(5, 9)) with
    {
        Corruptions =
        [
            .. CorruptionSetting.All.Select(one => new CorruptionCell(one.Kind, one.Level, 5, new Interval(0.5 / one.Level, 0.1, 0.6)))
        ],
        Dataset = new ReportDataset("set", "folder", 5, [new FailedPhoto("bad<photo>", "it is broken")]),
    };

    private readonly string page = new HtmlReport(Report, TestReport.Vocabulary) { Best = [Photo], Worst = [Photo] }.ToString();

    [Fact]
    public void Page_HasNoReferenceOutsideItself()
    {
        Assert.All(References().Matches(page), reference => Assert.StartsWith("data:image/", reference.Groups[2].Value));
        Assert.NotEmpty(References().Matches(page));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Page_NamesAreEscaped()
    {
        Assert.Contains("&lt;car&gt; &amp; &quot;bus&quot;", page);
        Assert.DoesNotContain("<car>", page);
        Assert.DoesNotContain("bad<photo>", page);
    }

    [Fact]
    public void Page_Charts_AreWellFormedAndShowEveryClassAndCorruption()
    {
        var charts = Charts().Matches(page).Select(match => XElement.Parse(match.Value)).ToArray();

        Assert.Equal(3, charts.Length);
        Assert.Equal(3, charts[0].Elements("g").Count());
        Assert.Single(charts[1].Elements("image"));
        Assert.Equal(8, charts[2].Elements("polyline").Count());
        Assert.Equal(40, charts[2].Elements("circle").Count());
    }

    [Fact]
    public void Page_Photos_AreReduced()
    {
        var jpeg = Convert.FromBase64String(Photo.Photo["data:image/jpeg;base64,".Length..]);
        var small = RgbImage.Load(new MemoryStream(jpeg));

        Assert.Equal((320, 224), (small.Width, small.Height));
    }

    [Fact]
    public void Choose_FewPhotos_ShowsNoneTwice()
    {
        var (best, worst) = Gallery.Choose(TestReport.Photos(5, 0));

        Assert.Equal(["photo-00", "photo-01", "photo-02"], best);
        Assert.Equal(["photo-04", "photo-03"], worst);
    }

    [Fact]
    public void Choose_ManyPhotos_ShowsSomeOfEachEnd()
    {
        var (best, worst) = Gallery.Choose(TestReport.Photos(40, 0));

        Assert.Equal(Gallery.Each, best.Count);
        Assert.Equal("photo-00", best[0]);
        Assert.Equal("photo-39", worst[0]);
        Assert.Equal(Gallery.Each, worst.Count);
    }

    [GeneratedRegex("\\s(src|href|data|action|poster)=\"([^\"]{0,40})")]
    private static partial Regex References();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Charts();
}
