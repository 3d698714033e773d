using System.Security.Cryptography;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Imaging;

/// <summary>
/// The first 16 bytes of SHA-256 over what Pillow 9.4.0 gives:
/// <c>hashlib.sha256(Image.open(file).convert("RGB").resize((width, height), filter).tobytes()).hexdigest()[:32]</c>.
/// </summary>
public class PillowParityTests
{
    [Theory]
    [InlineData("astronaut.png", "a8c429c18afa7b0fd5673e598d73a212")]
    [InlineData("chelsea.png", "416b729128bfb2c3d1eb69bf9b1734a7")]
    [InlineData("coffee.png", "0ce2b51640b9c95f19617f03eabf40c3")]
    [InlineData("rocket.jpg", "3d4435cc745752b7f9724df88c6e1881")]
    public void Load_DemoPhoto_GivesPillowsBytes(string file, string expected) =>
        Assert.Equal(expected, Hash(RgbImage.Load(SharedData.Path("data", "demo-photos", file))));

    [Theory]
    [InlineData("astronaut.png", 224, 149, ResampleFilter.Nearest, "1b27f298a8afbac734b513a116738769")]
    [InlineData("astronaut.png", 1001, 777, ResampleFilter.Nearest, "cd862c8d04087434f1e880fc7341d225")]
    [InlineData("astronaut.png", 512, 97, ResampleFilter.Nearest, "e7dbb50eb3766ba109acad28192a24a2")]
    [InlineData("astronaut.png", 333, 512, ResampleFilter.Nearest, "bdf8b286692289634af429b3214ed8b3")]
    [InlineData("astronaut.png", 1, 1, ResampleFilter.Nearest, "f9f2dca6ddb7e389b2d2aa626bce2b8a")]
    [InlineData("astronaut.png", 224, 149, ResampleFilter.Bilinear, "64b0adfaa26cc29b6bf79b6c87694427")]
    [InlineData("astronaut.png", 1001, 777, ResampleFilter.Bilinear, "8c473bdf600703ce9bbbc71d7991762b")]
    [InlineData("astronaut.png", 512, 97, ResampleFilter.Bilinear, "cf2e6cb4bbcc323a6a1180992d9c1672")]
    [InlineData("astronaut.png", 333, 512, ResampleFilter.Bilinear, "c17335348c3013a637b786c92bb2c130")]
    [InlineData("astronaut.png", 1, 1, ResampleFilter.Bilinear, "30c1af37bee904b3b973d8edda5bbaa0")]
    [InlineData("astronaut.png", 224, 149, ResampleFilter.Bicubic, "9c41b686a14841623b84a3f0163a42fc")]
    [InlineData("astronaut.png", 1001, 777, ResampleFilter.Bicubic, "d44733b1b3a6ce76a59e5b8c25967283")]
    [InlineData("astronaut.png", 512, 97, ResampleFilter.Bicubic, "bb2f471a02fae27d6e3f13c3d29531e0")]
    [InlineData("astronaut.png", 333, 512, ResampleFilter.Bicubic, "bfd285259a5b43d8685262a92f862c8a")]
    [InlineData("astronaut.png", 1, 1, ResampleFilter.Bicubic, "03a1f25ff7325a09a88b905aa5413ee7")]
    [InlineData("astronaut.png", 224, 149, ResampleFilter.Lanczos, "ed8567ba7bac2c03141b43c34b8df1e2")]
    [InlineData("astronaut.png", 1001, 777, ResampleFilter.Lanczos, "d26b41719f9f21184a9e201d6a67ec34")]
    [InlineData("astronaut.png", 512, 97, ResampleFilter.Lanczos, "61455e14954ced9d64ece785b2a20ac7")]
    [InlineData("astronaut.png", 333, 512, ResampleFilter.Lanczos, "bda3369d9eefcc2156aac9bf193da509")]
    [InlineData("astronaut.png", 1, 1, ResampleFilter.Lanczos, "03a1f25ff7325a09a88b905aa5413ee7")]
    [InlineData("rocket.jpg", 224, 149, ResampleFilter.Nearest, "51c74983f96af6f60d7de3bf9b3a2105")]
    [InlineData("rocket.jpg", 1001, 777, ResampleFilter.Nearest, "0f3870d8825901cb596733a0a93f2d8d")]
    [InlineData("rocket.jpg", 640, 97, ResampleFilter.Nearest, "23d366754afc7611a78da982fa0b99c1")]
    [InlineData("rocket.jpg", 333, 427, ResampleFilter.Nearest, "7d3651fa4e350582a680d52cf7215dbb")]
    [InlineData("rocket.jpg", 1, 1, ResampleFilter.Nearest, "aa998def64cd82de62a4a094d30702f7")]
    [InlineData("rocket.jpg", 224, 149, ResampleFilter.Bilinear, "b15f557e368a72601f9d03baa90fbb4c")]
    [InlineData("rocket.jpg", 1001, 777, ResampleFilter.Bilinear, "9c9e66aa6921fd3b8462d9f132009b16")]
    [InlineData("rocket.jpg", 640, 97, ResampleFilter.Bilinear, "58a6769c80868954d15c46071db91cc1")]
    [InlineData("rocket.jpg", 333, 427, ResampleFilter.Bilinear, "43034931d4f4ef1d9a90c001bfc25f38")]
    [InlineData("rocket.jpg", 1, 1, ResampleFilter.Bilinear, "7df73c44027e4bee6fa871bf39b3f006")]
    [InlineData("rocket.jpg", 224, 149, ResampleFilter.Bicubic, "9db0ef6342c538bdd12816e5c9baa525")]
    [InlineData("rocket.jpg", 1001, 777, ResampleFilter.Bicubic, "0ab2af615d19a9808850a1355bf9a1db")]
    [InlineData("rocket.jpg", 640, 97, ResampleFilter.Bicubic, "a94e6afc337af37a195d1213ce3d7413")]
    [InlineData("rocket.jpg", 333, 427, ResampleFilter.Bicubic, "b48d9d474c89e58503fac6421afdb1dd")]
    [InlineData("rocket.jpg", 1, 1, ResampleFilter.Bicubic, "408a2b8ff0bdcc28c246c5d4d027ef7d")]
    [InlineData("rocket.jpg", 224, 149, ResampleFilter.Lanczos, "3364b8020165e93cdcfd8f7e2d02c9df")]
    [InlineData("rocket.jpg", 1001, 777, ResampleFilter.Lanczos, "22159d9a0db10afb1b9de055fe33f02c")]
    [InlineData("rocket.jpg", 640, 97, ResampleFilter.Lanczos, "5a43af6235181d417e90b2b979688306")]
    [InlineData("rocket.jpg", 333, 427, ResampleFilter.Lanczos, "b4107171477c7c037e720c6cebf79e35")]
    [InlineData("rocket.jpg", 1, 1, ResampleFilter.Lanczos, "1fbb02c04f06c3e18a6abb6b6df6124d")]
    public void Resize_DemoPhoto_GivesPillowsBytes(string file, int width, int height, ResampleFilter filter, string expected)
    {
        var photo = RgbImage.Load(SharedData.Path("data", "demo-photos", file));
        Assert.Equal(expected, Hash(photo.Resize(width, height, filter)));
    }

    private static string Hash(RgbImage image) => Convert.ToHexStringLower(SHA256.HashData(image.Pixels))[..32];
}
