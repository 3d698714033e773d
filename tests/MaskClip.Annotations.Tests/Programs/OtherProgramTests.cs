using System.Globalization;
using System.Text.Json;
using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;
using MaskClip.Testing;

namespace MaskClip.Annotations.Tests.Programs;

/// <summary>What this library writes, read by programs that know nothing of it.</summary>
public sealed class OtherProgramTests : IDisposable
{
    // Where .ci/run puts the packages of npm.
    private const string Packages = "MASKCLIP_NPM";

    private const string Fill = """
        import json, sys
        from labelme.utils import shapes_to_label
        d = json.load(open(sys.argv[1]))
        for s in d["shapes"]:
            label, _ = shapes_to_label((d["imageHeight"], d["imageWidth"]), [s], {s["label"]: 1})
            print(" ".join(str(v) for v in label.ravel()))
        """;

    private const string Areas = """
        import json, sys
        from shapely.geometry import shape
        from shapely.validation import explain_validity
        for f in json.load(open(sys.argv[1]))["features"]:
            g = shape(f["geometry"])
            print(f["properties"]["class"], explain_validity(g).replace(" ", "_"), repr(g.area))
        """;

    private const string Decode = """
        import { pathToFileURL } from "url"; import { readFileSync } from "fs";
        const { decode, encode } = await import(pathToFileURL(process.argv[2] + "/node_modules/@thi.ng/rle-pack/index.js"));
        for (const task of JSON.parse(readFileSync(process.argv[3])))
          for (const one of task.predictions[0].result) {
            const rgba = decode(Uint8Array.from(one.value.rle));
            const again = encode(rgba, rgba.length);
            console.log(rgba.filter((_, i) => i % 4 == 3).join(" "));
            console.log([...again].join(" "));
          }
        """;

    private static readonly AnnotationSchema Schema = AnnotationSchema.From(Vocabulary.BuiltIn("voc21"));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Masks => [.. Golden.Masks];

    [Theory]
    [MemberData(nameof(Masks))]
    public void Gdal_BurnsOurGeoJson_ToTheSamePixels(string name)
    {
        var mask = Write("geojson", name);
        string file = Path.Combine(folder.Path, $"{name}.geojson"), raster = Path.Combine(folder.Path, "burned.bin");
        int features = JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("features").GetArrayLength();
        if (features == 0) return; // a photo without regions has no layer

        var info = OtherProgram.Run("ogrinfo", "-so", "-al", file);
        Assert.Contains($"Feature Count: {features}", info);
        string[] size = [$"{mask.Width}", $"{mask.Height}"];
        OtherProgram.Run(
            "gdal_rasterize", ["-q", "-a", "class", "-of", "ENVI", "-ot", "Byte", "-ts", .. size, "-te", "0", "0", .. size, file, raster]);

        // A raster's first row is the northernmost, with the largest y. GDAL gives the smallest file a byte more.
        byte[] burned = [.. File.ReadAllBytes(raster).Take(mask.Width * mask.Height).Chunk(mask.Width).Reverse().SelectMany(row => row)];
        Assert.Equal(mask.Labels.ToArray().Select(value => value == 255 ? (byte)0 : (byte)value), burned);
    }

    [Theory]
    [MemberData(nameof(Masks))]
    public void Shapely_FindsOurPolygonsValidAndAsLargeAsTheirPixels(string name)
    {
        var mask = Write("geojson", name);
        var lines = OtherProgram.RunPython("shapely", Areas, Path.Combine(folder.Path, $"{name}.geojson"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToArray();

        Assert.All(lines, line => Assert.Equal("Valid_Geometry", line[1]));
        foreach (var one in lines.GroupBy(line => ushort.Parse(line[0], CultureInfo.InvariantCulture)))
        {
            Assert.Equal(
                mask.Labels.ToArray().Count(value => value == one.Key),
                one.Sum(line => double.Parse(line[2], CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void Xmllint_FindsOurCvatFileAsItsSchemaSays()
    {
        var schema = SharedData.Path("golden", "annotations", "cvat", "cvat-images-1.1.xsd");
        AnnotatedPhoto[] photos = [.. Golden.Masks.Select(name => Photo(Golden.Mask(name), name, score: 0.5))];
        PixelPolygon triangle = new([new(0, 0), new(9, 0), new(9, 9)], []);
        using (var writer = AnnotationFormats.Find("cvat").Create(folder.Path, Schema))
        {
            foreach (var photo in photos) writer.Add(photo);
            writer.Add(new AnnotatedPhoto("Straße & \"grün\" <x>.jpg", 10, 10, [new AnnotatedRegion(3, 10, 10, [triangle])]));
            writer.Complete();
        }

        OtherProgram.Run("xmllint", "--noout", "--schema", schema, Path.Combine(folder.Path, "annotations.xml"));
    }

    [Theory]
    [MemberData(nameof(Masks))]
    public void RlePack_DecodesOurBrushesAndEncodesTheSameBytes(string name)
    {
        var packages = Environment.GetEnvironmentVariable(Packages) ?? "";
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(packages, "node_modules", "@thi.ng", "rle-pack")),
            $"{Packages} names no folder with npm's @thi.ng/rle-pack; .ci/run installs it.");
        Write("label-studio", name);
        var script = Path.Combine(folder.Path, "decode.mjs");
        File.WriteAllText(script, Decode);

        string[] lines = OtherProgram.Run("node", script, packages, Path.Combine(folder.Path, "tasks.json"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var photo = Photo(Golden.Mask(name), name);
        using var tasks = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "tasks.json")));
        var results = tasks.RootElement[0].GetProperty("predictions")[0].GetProperty("result");
        Assert.Equal(2 * photo.Regions.Count, lines.Length);
        for (int i = 0; i < photo.Regions.Count; i++)
        {
            var pixels = new ushort[photo.Width * photo.Height];
            photo.Regions[i].Mask.Paint(pixels, 255);
            Assert.Equal(string.Join(' ', pixels), lines[2 * i]);
            Assert.Equal(string.Join(' ', results[i].GetProperty("value").GetProperty("rle").EnumerateArray()), lines[2 * i + 1]);
        }
    }

    // Whole numbers: Pillow cuts others off. How it draws slanted borders depends on its version, so there one pixel is left open.
    [Fact]
    public void Labelme_FillsPolygonsAsWeDo()
    {
        var file = Path.Combine(folder.Path, "a.json");
        File.WriteAllText(file, """
            {"version":"5.1.1","flags":{},"imagePath":"a.jpg","imageData":null,"imageWidth":20,"imageHeight":16,"shapes":[
             {"label":"a","points":[[2,1],[9,1],[9,6],[2,6]],"group_id":null,"shape_type":"polygon","flags":{}},
             {"label":"b","points":[[0,0],[19,0],[10,15]],"group_id":null,"shape_type":"polygon","flags":{}},
             {"label":"c","points":[[3,3],[15,4],[12,13],[5,11]],"group_id":null,"shape_type":"polygon","flags":{}},
             {"label":"d","points":[[4,4],[12,9]],"group_id":null,"shape_type":"rectangle","flags":{}}]}
            """);
        string[] lines = OtherProgram.RunPython("labelme", Fill, file).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        using var reader = AnnotationFormats.Find("labelme").Open(file);
        var photo = Assert.Single(reader.Read());

        Assert.Equal(photo.Regions.Count, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            var pixels = new ushort[photo.Width * photo.Height];
            photo.Regions[i].Mask.Paint(pixels, 1);
            ushort[] theirs = [.. lines[i].Split(' ').Select(value => ushort.Parse(value, CultureInfo.InvariantCulture))];
            if (i is 0 or 3) Assert.Equal(theirs, pixels);
            else Assert.All(
                Enumerable.Range(0, pixels.Length).Where(at => pixels[at] != theirs[at]),
                at => Assert.True(IsAtBorder(pixels, photo.Width, at), $"{lines[i][..1]}: pixel {at} is within the shape"));
        }

        // Whether one of the eight neighbors, those outside the photo too, is not as the pixel is.
        static bool IsAtBorder(ushort[] pixels, int width, int at)
        {
            int x = at % width, y = at / width;
            for (int row = y - 1; row <= y + 1; row++)
            {
                for (int column = x - 1; column <= x + 1; column++)
                {
                    bool isInside = column >= 0 && column < width && row >= 0 && row < pixels.Length / width;
                    if ((isInside ? pixels[row * width + column] : 0) != pixels[at]) return true;
                }
            }

            return false;
        }
    }

    private LabelMask Write(string format, string name)
    {
        var mask = Golden.Mask(name);
        using var writer = AnnotationFormats.Find(format).Create(folder.Path, Schema);
        writer.Add(Photo(mask, name));
        writer.Complete();
        return mask;
    }

    private static AnnotatedPhoto Photo(LabelMask mask, string name, double? score = null) => new(
        $"{name}.png", mask.Width, mask.Height,
        [.. LabelShapes.Instances(mask.Labels, mask.Width, mask.Height, [0, 255]).Select(part =>
            new AnnotatedRegion(part.Label, part.Mask) { Score = score })]);
}
