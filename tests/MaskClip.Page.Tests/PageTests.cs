using System.Text.Json;
using MaskClip.Annotations.Formats;

namespace MaskClip.Page.Tests;

/// <summary>The page in a browser, on the real server.</summary>
[Collection(PageServer.Collection)]
public sealed class PageTests(PageServer server) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-page-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // Other processes use the machine while tests run, so that a slow key says nothing of the page: the quickest one does.
    [Fact]
    public async Task AKey_ColorsThePhotoWithin100Milliseconds()
    {
        var answer = await Script.Run("typing.mjs", server.Url);

        double[] times = [.. answer.GetProperty("times").EnumerateArray().Select(one => one.GetDouble()).Order()];
        TestContext.Current.TestOutputHelper?.WriteLine($"{string.Join(' ', times)} ms; {answer.GetProperty("shown")}");
        Assert.True(answer.GetProperty("changes").GetInt32() >= 2, "Pixels hardly changed.");
        Assert.True(times[0] <= 100, $"No key took 100 ms or less: {string.Join(' ', times)}");
    }

    [Fact]
    public async Task TwentyNamesOf512NumbersOn28x28_TakeLessThan100Milliseconds()
    {
        var answer = await Script.Run("scale.mjs", server.Url);

        TestContext.Current.TestOutputHelper?.WriteLine(answer.GetProperty("middle").GetRawText());
        var least = answer.GetProperty("least");
        Assert.True(least.GetProperty("all").GetDouble() <= 100, least.GetRawText());
        Assert.True(least.GetProperty("one").GetDouble() <= 100, least.GetRawText());
    }

    [Fact]
    public async Task AClick_MakesAClassOfWhatIsLikeIt()
    {
        var answer = await Script.Run("places.mjs", server.Url);

        Assert.Equal(1, answer.GetProperty("similar").GetDouble());
        Assert.True(answer.GetProperty("colored").GetDouble() > 0.9);
        Assert.Equal(["everything else", "Place 1"], Texts(answer.GetProperty("first").GetProperty("labels")));
        Assert.InRange(Share(answer, "first"), 0.01, 0.95);
        Assert.Equal((1, 0), Clicks(answer, "first"));
        Assert.Equal((2, 0), Clicks(answer, "second"));
        Assert.Equal((2, 1), Clicks(answer, "third"));
        Assert.True(Share(answer, "third") <= Share(answer, "second"));
        Assert.Equal((2, 0), Clicks(answer, "undone"));
        Assert.Equal((2, 1), Clicks(answer, "again"));
        Assert.Equal((1, 0), Clicks(answer, "byKeyboard"));
        Assert.Equal(1, answer.GetProperty("markers").GetInt32());
    }

    [Fact]
    public async Task TheCamera_TakesAPhoto()
    {
        var answer = await Script.Run("camera.mjs", server.Url);

        Assert.All(answer.GetProperty("taken").EnumerateArray(), taken =>
        {
            Assert.Equal("camera.png", taken.GetProperty("name").GetString());
            Assert.True(taken.GetProperty("width").GetInt32() > 0 && taken.GetProperty("height").GetInt32() > 0);
            Assert.Equal(0, taken.GetProperty("dialogs").GetInt32());
        });
        Assert.Equal(2, answer.GetProperty("taken").GetArrayLength());
        Assert.True(answer.GetProperty("isAtStart").GetBoolean());
    }

    [Fact]
    public async Task ALink_RestoresNamesAndSettings_AndHasNoPhoto()
    {
        var answer = await Script.Run("link.mjs", server.Url);

        string[] names = ["cat", "sofa|couch=seat", "a & b"];
        Assert.Equal(names, Texts(answer.GetProperty("restored").GetProperty("names")));
        Assert.Equal(answer.GetProperty("made").GetRawText(), answer.GetProperty("restored").GetRawText());
        Assert.All(Texts(answer.GetProperty("shares")), share => Assert.EndsWith("%", share, StringComparison.Ordinal));
        Assert.InRange(answer.GetProperty("link").GetString()!.Length, 20, 300);
        var command = answer.GetProperty("command").GetString()!;
        Assert.StartsWith("maskclip segment scene-2.png --model world-clip --method ", command, StringComparison.Ordinal);
        Assert.Contains("--prompt cat --prompt 'sofa|couch=seat' --prompt 'a & b' --background ", command, StringComparison.Ordinal);
        Assert.Contains("--prompt-denoising 0.3", command, StringComparison.Ordinal);
        Assert.Contains("""["cat", "sofa|couch=seat", "a & b"]""", answer.GetProperty("csharp").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Downloads_OpenWithOurReaders()
    {
        var answer = await Script.Run("downloads.mjs", server.Url, folder);

        foreach (var (state, last) in new[] { ("named", "plant"), ("clicked", "Place 1") })
        {
            string File(string label) => answer.GetProperty(state).GetProperty(label).GetString()!;
            var overlay = RgbImage.Load(File("Overlay"));
            Assert.Equal((640, 448), (overlay.Width, overlay.Height));
            var labels = LabelMask.Load(File("Label PNG"));
            Assert.Equal((640, 448), (labels.Width, labels.Height));
            foreach (var (label, format) in new[] { ("COCO", "coco"), ("labelme", "labelme") })
            {
                using var reader = AnnotationFormats.Find(format).Open(File(label));
                var photo = Assert.Single(reader.Read());
                Assert.Equal((640, 448), (photo.Width, photo.Height));
                int category = reader.Schema.Categories.Select(one => one.Name).ToList().IndexOf(last);
                Assert.True(category >= 0, $"{label} has no {last}");
                // Whatever the form, it has as many pixels of the class as the labels have. 0 is the background or nothing.
                int index = state == "named" ? 4 : 5, area = 0;
                foreach (var region in photo.Regions.Where(region => region.Category == category))
                {
                    var pixels = new ushort[photo.Width * photo.Height];
                    region.Mask.Paint(pixels, 1);
                    area += pixels.Count(pixel => pixel == 1);
                }

                int expected = labels.Labels.ToArray().Count(one => one == index);
                Assert.True(expected > 0);
                Assert.InRange(area, 0.98 * expected, 1.02 * expected);
            }
        }
    }

    [Fact]
    public async Task Axe_FindsNoViolation_AndTheKeyboardReachesEverything()
    {
        var answer = await Script.Run("accessibility.mjs", server.Url);

        Assert.All(answer.GetProperty("found").EnumerateObject(), state =>
            Assert.True(state.Value.GetArrayLength() == 0, $"{state.Name}: {state.Value}"));
        Assert.Equal("scene", answer.GetProperty("reached").GetString());
        var stops = answer.GetProperty("stops").EnumerateArray().ToArray();
        Assert.All(stops, stop => Assert.True(stop.GetProperty("visible").GetBoolean(), $"No visible focus: {stop}"));
        string[] reached = [.. stops.Select(stop => stop.GetProperty("text").GetString()!)];
        foreach (var expected in (string[])["Color of sky", "Show sky", "Remove grass", "A background name", "Overlay", "COCO", "Link"])
            Assert.Contains(expected, reached);
        Assert.Equal(["grass", "sky"], Texts(answer.GetProperty("order")));
        Assert.Matches(@"(sky|grass) <?\d+ %", answer.GetProperty("spoken").GetString()!);
        Assert.Equal(0, answer.GetProperty("moving").GetInt32());
    }

    [Fact]
    public async Task NothingIsWiderThanTheWindow_AtThreeWidths()
    {
        var pictures = Environment.GetEnvironmentVariable("MASKCLIP_SCREENSHOTS") ?? folder;
        var answer = await Script.Run("widths.mjs", server.Url, pictures);

        Assert.All(answer.GetProperty("overflow").EnumerateObject(), state => Assert.True(state.Value.GetInt32() <= 0, $"{state}"));
        foreach (int width in (int[])[1440, 1024, 390]) Assert.True(File.Exists(Path.Combine(pictures, $"names-{width}.png")));
    }

    [Fact]
    public async Task AServerWithAKey_IsAskedForItOnce()
    {
        const string Key = "a key of twenty-four letters";
        await using var locked = await PageServer.WithKey(Key);

        var errors = await Script.RunWithErrors("key.mjs", locked.Url, Key);

        Assert.Equal(1, errors.GetProperty("asked").GetInt32());
        Assert.Equal(0, errors.GetProperty("again").GetInt32());
        Assert.All(Texts(errors.GetProperty("shares")), share => Assert.EndsWith("%", share, StringComparison.Ordinal));
    }

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(one => one.GetString()!)];

    private static double Share(JsonElement answer, string state) => answer.GetProperty(state).GetProperty("shares")[1].GetDouble();

    private static (int Like, int Unlike) Clicks(JsonElement answer, string state)
    {
        var places = answer.GetProperty(state).GetProperty("places")[0];
        return (places.GetProperty("like").GetArrayLength(), places.GetProperty("unlike").GetArrayLength());
    }
}
