using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Dense;

/// <summary>PEARL's and SFP's last blocks against the outputs of their own code.</summary>
public class PearlTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    // golden/pearl/README: relative 5e-5 with a floor of 1e-4; golden/sfp/README: 1e-4, outliers are discontinuous.
    private const double Tolerance = 1e-4;

    public static IEnumerable<TheoryDataRow<string, string, string, string>> Tensors =>
    [
        .. from input in new[] { "square", "rect", "big" }
            from variant in new[]
            {
                ("a008", "pearl"), ("a030", "pearl:keys-share=0.3"), ("nokk", "pearl:keys-share=0"), ("vanilla_arch", "pearl:residual,mlp"),
            }
            where variant.Item1 != "nokk" || input == "square"
            select new TheoryDataRow<string, string, string, string>("pearl/pa", $"{input}.{variant.Item1}", input, variant.Item2),
        new("sfp/sfp", "square.som", "square", "sfp"),
        new("sfp/sfp", "big.som", "big", "sfp"),
        new("sfp/sfp", "rect.som_fixed", "rect", "sfp"),
    ];

    [Theory]
    [MemberData(nameof(Tensors))]
    public void Method_GoldenWeights_GivesItsOwnCodesFeatures(string file, string tensor, string input, string method)
    {
        using var inputs = Checkpoint.Open(SharedData.Path("golden", "sclip.safetensors"));
        using var golden = Checkpoint.Open(SharedData.Path("golden", $"{file}.safetensors"));
        using var model = ClipModel.Open(SharedData.Path("golden", "vit.safetensors"), new() { CacheFolder = home.Folder });
        using var encoder = model.CreateImageEncoder(DenseMethods.Parse(method), key: false, raw: true);
        var image = inputs.Require(input);

        var encoded = encoder.Encode(image.ToArray(), 1, image.Shape[2], image.Shape[3]);

        var expected = golden.Require(tensor).ToArray();
        Close.Within(Tolerance * Math.Max(1, expected.Max(MathF.Abs)), expected, encoded.Raw);
    }
}
