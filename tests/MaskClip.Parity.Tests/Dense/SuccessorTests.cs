
using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Dense;

/// <summary>The successors' last blocks against the outputs of their own code, in every variant that the golden files hold.</summary>
public class SuccessorTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    // golden/README: relative to the largest value; SC-CLIP's choice of outliers is discontinuous.
    private const double Tolerance = 1e-3, ScclipTolerance = 1e-2;

    private static readonly (string File, string Tensor, string Method)[] Variants =
    [
        ("sclip", "sclip", "sclip"),
        ("sclip", "qk", "clip:positions=factor"),
        ("clearclip", "ClearCLIP.noresidual", "clearclip"),
        ("clearclip", "ClearCLIP.residual", "clearclip:residual=on,mlp=on"),
        ("clearclip", "SCLIP.noresidual", "sclip:residual=off,mlp=off"),
        ("clearclip", "SCLIP.residual", "sclip"),
        ("clearclip", "MaskCLIP.noresidual", "maskclip:residual=off,mlp=off,positions=factor"),
        ("clearclip", "MaskCLIP.residual", "maskclip:positions=factor"),
        ("clearclip", "vanilla.noresidual", "clip:residual=off,mlp=off,positions=factor"),
        ("clearclip", "vanilla.residual", "clip:positions=factor"),
        ("naclip", "naclip.reduced", "naclip:sigma=5"),
        ("naclip", "naclip.vanilla", "naclip:residual,mlp"),
        ("naclip", "nonly.reduced", "nonly"),
        ("naclip", "kk.reduced", "kk"),
        ("naclip", "kk.vanilla", "kk:residual,mlp"),
        ("scclip", "scclip", "scclip"),
    ];

    public static IEnumerable<TheoryDataRow<string, string, string, string>> Tensors =>
        from variant in Variants
        from input in new[] { "square", "rect", "big" }
        where (variant.File, input) != ("scclip", "rect") // its code takes every photo for a square, so there is no such tensor
        select new TheoryDataRow<string, string, string, string>(variant.File, variant.Tensor, input, variant.Method);

    [Theory]
    [MemberData(nameof(Tensors))]
    public void Method_GoldenWeights_GivesItsOwnCodesFeatures(string file, string tensor, string input, string method)
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", $"{file}.safetensors"));
        using var model = ClipModel.Open(SharedData.Path("golden", "vit.safetensors"), new() { CacheFolder = home.Folder });
        using var encoder = model.CreateImageEncoder(DenseMethods.Parse(method), key: false, raw: true);
        var image = golden.Require(input);

        var encoded = encoder.Encode(image.ToArray(), 1, image.Shape[2], image.Shape[3]);

        var expected = golden.Require($"{tensor}.{input}").ToArray();
        Close.Within((file == "scclip" ? ScclipTolerance : Tolerance) * expected.Max(MathF.Abs), expected, encoded.Raw);
    }

    [Fact]
    public void Tensors_AreAllThatTheFilesHold()
    {
        foreach (var file in Variants.Select(variant => variant.File).Distinct())
        {
            using var golden = Checkpoint.Open(SharedData.Path("golden", $"{file}.safetensors"));
            var tested = Tensors.Where(row => row.Data.Item1 == file).Select(row => $"{row.Data.Item2}.{row.Data.Item3}");
            Assert.Equal(golden.Tensors.Keys.Except(["square", "rect", "big"]).Order(), tested.Order());
        }
    }
}
