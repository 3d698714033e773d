using CsCheck;
using MaskClip.Quantization;

namespace MaskClip.Tests.Clip.Quantization;

public class ChannelQuantizationTests
{
    [Fact]
    public void Quantize_AnyWeight_IsOffByHalfAStepOfItsChannel() =>
        Gen.Select(Gen.Float[-50, 50].Array[9, 200], Gen.Int[1, 9]).Sample((numbers, channels) =>
        {
            int size = numbers.Length / channels;
            float[] weight = numbers[..(size * channels)];
            var scales = ChannelQuantization.Scales(weight, new float[channels]);

            var bytes = ChannelQuantization.Quantize(weight, scales);

            for (int i = 0; i < weight.Length; i++)
            {
                float scale = scales[i / size];
                Assert.InRange(bytes[i], -ColumnQuantization.Levels, ColumnQuantization.Levels);
                Assert.Equal(weight[i], bytes[i] * scale, scale * 0.5001f);
            }
        });

    [Fact]
    public void Correct_AnyWeight_KeepsTheMeanOfEachChannel() =>
        Gen.Select(Gen.Float[-5, 5].Array[24], Gen.Float[-2, 2].Array[2], Gen.Float[0, 3].Array[3]).Sample((weight, bias, means) =>
        {
            var scales = ChannelQuantization.Scales(weight, bias); // two channels out, three in, a kernel of four
            var bytes = ChannelQuantization.Quantize(weight, scales);

            var corrected = ChannelQuantization.Correct(weight, bias, means);

            for (int channel = 0; channel < 2; channel++)
            {
                double Mean(Func<int, double> weightOf) => Enumerable.Range(12 * channel, 12).Sum(i => weightOf(i) * means[i % 12 / 4]);
                Assert.Equal(bias[channel] + Mean(i => weight[i]), corrected[channel] + Mean(i => bytes[i] * scales[channel]), 1e-3);
            }
        });

    [Fact]
    public void Scales_ChannelOfNextToNothingBesideItsBias_LeavesRoomForTheBias()
    {
        var scales = ChannelQuantization.Scales([1e-30f, -2e-30f, 0.5f, 1, 0, 0], [3, 3, 0]);

        Assert.InRange(3 / scales[0], 1, int.MaxValue);
        Assert.Equal(1f / ColumnQuantization.Levels, scales[1]);
        Assert.Equal([0, 0, 32, 64, 0, 0], ChannelQuantization.Quantize([1e-30f, -2e-30f, 0.5f, 1, 0, 0], scales));
    }
}
