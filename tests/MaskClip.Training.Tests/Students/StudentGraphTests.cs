using System.Text.Json.Nodes;
using MaskClip.Students;
using MaskClip.Testing;
using MaskClip.Towers;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Students;

public sealed class StudentGraphTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-students").FullName;

    public static TheoryData<string, string, string, bool> Kinds() => StudentNetworkTests.Kinds();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Logits_EveryKindAndSize_AgreeWithTorch(string decoder, string backbone, string classifier, bool background)
    {
        var config = SmallStudents.Config(
            Enum.Parse<StudentDecoder>(decoder),
            Enum.Parse<BackboneKind>(backbone),
            Enum.Parse<StudentClassifierKind>(classifier),
            background);
        using var network = SmallStudents.Create(config);
        network.eval();
        var path = Path.Combine(folder, "student.safetensors");
        network.Save(path, background ? SmallStudents.FiveAndBackground : SmallStudents.Five, []);
        using var student = StudentSegmenter.Load(path, cacheFolder: folder);
        using var _ = no_grad();
        foreach (var (count, height, width) in new[] { (1, 64, 64), (2, 40, 72), (1, 8, 24), (1, 200, 136) })
        {
            using var images = SmallStudents.Images(count, height, width);
            using var expected = network.forward(images);
            var numbers = expected.data<float>().ToArray();
            var actual = student.Logits(images.data<float>().ToArray(), count, height, width, TestContext.Current.CancellationToken);
            // Logits of random students reach tens: 1e-4 of the greatest.
            Close.Within(1e-4 * Math.Max(1, numbers.Max(Math.Abs)), numbers, actual);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
