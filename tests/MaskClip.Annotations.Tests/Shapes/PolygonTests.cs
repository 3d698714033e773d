using CsCheck;
using MaskClip.Annotations.Shapes;
using NetTopologySuite.Geometries;

namespace MaskClip.Annotations.Tests.Shapes;

/// <summary>Polygons filled as COCO fills them, outlines that give their pixels again, borders that stay shared.</summary>
public sealed class PolygonTests
{
    [Fact]
    public void Fill_EveryCase_IsTheOriginals()
    {
        var golden = Golden.Json("coco", "polygons.json");
        int[] size = Golden.Ints(golden.GetProperty("size"));
        foreach (var one in golden.GetProperty("cases").EnumerateObject())
        {
            // A list of exactly four numbers is a box to the original.
            PixelPolygon[] polygons =
                [.. one.Value.GetProperty("polygons").EnumerateArray().Where(list => list.GetArrayLength() != 4).Select(Golden.Polygon)];
            if (polygons.Length != one.Value.GetProperty("polygons").GetArrayLength()) continue;
            foreach (var (polygon, part) in polygons.Zip(one.Value.GetProperty("parts").EnumerateArray()))
                Assert.Equal((one.Name, part.GetProperty("counts").GetString()), (one.Name, Filled(polygon)));
            Assert.Equal(
                (one.Name, one.Value.GetProperty("union").GetProperty("counts").GetString()), (one.Name, Filled(polygons)));
        }

        string Filled(params PixelPolygon[] polygons) => CocoRuns.Encode(CocoRuns.From(PolygonFill.Fill(size[1], size[0], polygons)));
    }

    [Theory]
    [InlineData(Connectivity.Four)]
    [InlineData(Connectivity.Eight)]
    public void Outlines_EveryGoldenMask_FillToTheSamePixelsAndAreValid(Connectivity connectivity)
    {
        foreach (var name in Golden.Masks)
        {
            var mask = Golden.Mask(name);
            Check(LabelShapes.Instances(mask.Labels, mask.Width, mask.Height, [], new InstanceOptions { Connectivity = connectivity }));
        }
    }

    [Fact]
    public void Outlines_AnyLabels_FillToTheSamePixelsAndAreValid() =>
        Labels.Sample(
            (labels, width, height) =>
            {
                foreach (var connectivity in Enum.GetValues<Connectivity>())
                    Check(LabelShapes.Instances(labels, width, height, [], new InstanceOptions { Connectivity = connectivity }));
                Check(LabelShapes.Instances(labels, width, height, [1], new InstanceOptions { Split = false }));
            },
            iter: 300);

    [Fact]
    public void Outlines_Simplified_AreValidAndNeighborsShareTheirBorders() =>
        Labels.Sample(
            (labels, width, height) =>
            {
                var instances = LabelShapes.Instances(labels, width, height, [], new InstanceOptions { Connectivity = Connectivity.Four });
                var polygons = LabelShapes.Outlines(instances, 1.5).SelectMany(one => one).Select(Geometry).ToArray();

                Assert.All(polygons, polygon => Assert.True(polygon.IsValid));

                // What neighbors share has neither gaps nor overlaps: the areas still add up to the photo's.
                Assert.Equal(width * height, polygons.Sum(polygon => polygon.Area), 1e-6);
            },
            iter: 300);

    [Fact]
    public void Instances_WithHolesFilled_HaveNone()
    {
        var mask = Golden.Mask("rings");
        var plain = LabelShapes.Instances(mask.Labels, mask.Width, mask.Height, [0]);
        var filled = LabelShapes.Instances(mask.Labels, mask.Width, mask.Height, [0], new InstanceOptions { FillHoles = true });

        Assert.Contains(plain, part => part.Mask.ToPolygons().Any(polygon => polygon.Holes.Count > 0));
        Assert.All(filled, part => Assert.All(part.Mask.ToPolygons(), polygon => Assert.Empty(polygon.Holes)));
        Assert.Equal(plain.Count, filled.Count);
    }

    private static Gen<(ushort[] Labels, int Width, int Height)> Labels { get; } =
        Gen.Select(Gen.Int[1, 14], Gen.Int[1, 14], Gen.Int[1, 4]).SelectMany((width, height, classes) =>
            Gen.UShort[0, (ushort)(classes - 1)].Array[width * height].Select(labels => (labels, width, height)));

    private static void Check(IReadOnlyList<Instance> instances)
    {
        foreach (var (instance, polygons) in instances.Zip(LabelShapes.Outlines(instances)))
        {
            Assert.All(polygons, polygon => Assert.True(Geometry(polygon).IsValid));
            Assert.Equal(instance.Mask.Area, polygons.Sum(polygon => Geometry(polygon).Area));
            var (width, height) = (instance.Mask.Width, instance.Mask.Height);
            Assert.Equal(instance.Mask.Runs.ToArray(), PolygonFill.Fill(width, height, polygons).Runs.ToArray());
        }
    }

    private static Polygon Geometry(PixelPolygon polygon)
    {
        return new(Ring(polygon.Exterior), [.. polygon.Holes.Select(Ring)]);

        static LinearRing Ring(IReadOnlyList<PixelPoint> ring) =>
            new([.. ring.Append(ring[0]).Select(point => new Coordinate(point.X, point.Y))]);
    }

    [Fact]
    public void FindCrossings_AnyPolygon_IsEveryPairOfSidesTried() => Gen.Int[0, 12].Select(Gen.Int[0, 12]).Array[3, 9].Sample(
        corners =>
        {
            PixelPoint[] ring = [.. corners.Select(corner => new PixelPoint(corner.Item1, corner.Item2))];
            var pairs = from i in Enumerable.Range(0, ring.Length) from j in Enumerable.Range(0, i) select (i, j);

            Assert.Equal(pairs.Any(pair => Cross(ring, pair.i, pair.j)), Crossings(12, [new(ring, [])]).Any());
        });

    [Fact]
    public void FindCrossings_OutlinesOfPixels_AreNone() => Gen.Int[0, 3].Array[64].Sample(labels =>
    {
        var outlines = LabelShapes.Instances([.. labels.Select(label => (ushort)label)], 8, 8, [0]).Select(one => one.Mask.ToPolygons());

        Assert.All(outlines, polygons => Assert.Empty(Crossings(8, [.. polygons])));
    });

    private static IEnumerable<AnnotationException> Crossings(int size, PixelPolygon[] polygons) =>
        new AnnotatedPhoto("a.jpg", size, size, [new AnnotatedRegion(0, size, size, polygons)])
            .FindCrossings("a.json", new AnnotationSchema([new AnnotationCategory(1, "cat")]));

    private static bool Cross(PixelPoint[] ring, int one, int other)
    {
        PixelPoint a = ring[one], b = ring[(one + 1) % ring.Length], c = ring[other], d = ring[(other + 1) % ring.Length];
        return Side(a, b, c) * Side(a, b, d) < 0 && Side(c, d, a) * Side(c, d, b) < 0;

        static int Side(PixelPoint from, PixelPoint to, PixelPoint point) =>
            Math.Sign((to.X - from.X) * (point.Y - from.Y) - (to.Y - from.Y) * (point.X - from.X));
    }
}
