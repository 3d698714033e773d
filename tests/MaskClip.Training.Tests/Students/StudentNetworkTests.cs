using System.Text.Json.Nodes;
using MaskClip.Students;
using MaskClip.Towers;
using MaskClip.Training.Students;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Students;

public sealed class StudentNetworkTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-students").FullName;

    public static TheoryData<string, string, string, bool> Kinds()
    {
        var kinds = new TheoryData<string, string, string, bool>();
        foreach (var decoder in Enum.GetNames<StudentDecoder>())
        {
            // A transformer has no ResNet's kinds.
            foreach (var backbone in StudentBackbone.Kinds.Take(decoder == nameof(StudentDecoder.Linear) ? 1 : int.MaxValue))
            {
                foreach (var classifier in Enum.GetNames<StudentClassifierKind>())
                    kinds.Add(decoder, backbone.ToString(), classifier, classifier == nameof(StudentClassifierKind.FrozenText));
            }
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SaveAndLoad_EveryKind_GivesTheSameLogits(string decoder, string backbone, string classifier, bool background)
    {
        var config = SmallStudents.Config(
            Enum.Parse<StudentDecoder>(decoder),
            Enum.Parse<BackboneKind>(backbone),
            Enum.Parse<StudentClassifierKind>(classifier),
            background);
        using var network = SmallStudents.Create(config);
        using var images = SmallStudents.Images(1, 48, 64);
        network.eval();
        using var _ = no_grad();
        using var logits = network.forward(images);
        Assert.Equal([1, background ? 6 : 5, 48 / config.LogitStride, 64 / config.LogitStride], logits.shape);
        Assert.True(logits.std().item<float>() > 1e-3f);

        var path = Path.Combine(folder, "student.safetensors");
        var vocabulary = background ? SmallStudents.FiveAndBackground : SmallStudents.Five;
        network.Save(path, vocabulary, new JsonObject { ["iterations"] = 7 });
        var (loaded, words, settings) = StudentNetwork.Load(path);
        using (loaded)
        {
            loaded.eval();
            using var again = loaded.forward(images);
            Assert.Equal(logits.data<float>().ToArray(), again.data<float>().ToArray());
        }

        Assert.Equal(7, settings["iterations"]!.GetValue<int>());
        Assert.Equal(vocabulary.Classes.SelectMany(one => one.Synonyms), words.Classes.SelectMany(one => one.Synonyms));
    }

    [Fact]
    public void Features_AreNotNegative_AndClassifyGivesTheLogits()
    {
        using var network = SmallStudents.Create(SmallStudents.Config());
        network.eval();
        using var _ = no_grad();
        using var images = SmallStudents.Images(2, 40, 56);
        using var features = network.Features(images);
        using var logits = network.Classify(features);
        using var direct = network.forward(images);
        Assert.Equal([2, SmallStudents.EmbeddingSize, 5, 7], features.shape);
        Assert.True(features.min().item<float>() >= 0);
        Assert.Equal(direct.data<float>().ToArray(), logits.data<float>().ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Padding_OnOrOff_IsTheSameInFloat64(string decoder, string backbone, string classifier, bool background)
    {
        var config = SmallStudents.Config(
            Enum.Parse<StudentDecoder>(decoder),
            Enum.Parse<BackboneKind>(backbone),
            Enum.Parse<StudentClassifierKind>(classifier),
            background);
        using StudentNetwork padded = SmallStudents.Create(config), plain = SmallStudents.Create(config, channelMultiple: 1);
        Assert.Equal(
            plain.named_parameters().Select(one => $"{one.name} {string.Join(',', one.parameter.shape)}"),
            padded.named_parameters().Select(one => $"{one.name} {string.Join(',', one.parameter.shape)}"));
        padded.to(float64);
        plain.to(float64);
        using var images = SmallStudents.Images(2, 40, 48).to(float64);
        using Tensor with = padded.forward(images), without = plain.forward(images);
        Assert.True((with - without).abs().max().item<double>() < 1e-9 * without.abs().max().item<double>());

        with.square().mean().backward();
        without.square().mean().backward();
        foreach (var (one, other) in padded.parameters().Zip(plain.parameters()))
        {
            if (other.grad is null) // a transformer's own projection: the decoder stands in its place
            {
                Assert.Null(one.grad);
                continue;
            }

            Assert.True(
                (one.grad! - other.grad).abs().max().item<double>() <= 1e-8 * Math.Max(1e-6, other.grad.abs().max().item<double>()));
        }
    }

    [Fact]
    public void Features_OfATransformer_HaveUnitLength_AndLogitsAreScaledCosines()
    {
        using var network = SmallStudents.Create(SmallStudents.Config(StudentDecoder.Linear));
        network.eval();
        using var _ = no_grad();
        using var images = SmallStudents.Images(2, 64, 40);
        using var features = network.Features(images);
        Assert.Equal([2, SmallStudents.EmbeddingSize, 16, 10], features.shape);
        Assert.All(features.norm(1).data<float>().ToArray(), length => Assert.Equal(1, length, 1e-5));
        using var logits = network.forward(images);
        var row = SmallStudents.TextRows(5).AsSpan(0, SmallStudents.EmbeddingSize).ToArray();
        var cosines = features[0].permute(1, 2, 0).matmul(tensor(row)).data<float>().ToArray();
        Assert.All(cosines.Zip(logits[0, 0].data<float>().ToArray()), pair => Assert.Equal(20 * pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void TrainInBFloat16_ATransformer_GivesNearlyTheSameWhileTraining_AndTheSameAfterwards()
    {
        using var network = SmallStudents.Create(SmallStudents.Config(StudentDecoder.Linear));
        using var images = SmallStudents.Images(1, 64, 64);
        using var exact = network.forward(images).detach();
        network.TrainInBFloat16();
        float error = (network.forward(images) - exact).abs().max().item<float>() / exact.abs().max().item<float>();
        Assert.InRange(error, 1e-5f, 0.1f);
        network.eval();
        Assert.Equal(exact.data<float>().ToArray(), network.forward(images).detach().data<float>().ToArray());
    }

    [Fact]
    public void Save_ChannelsThatWerePadded_HaveTheirTrueSizes()
    {
        using var network = SmallStudents.Create(
            SmallStudents.Config(StudentDecoder.DeepLabV2, BackboneKind.Clip, StudentClassifierKind.Learned));
        var path = Path.Combine(folder, "student.safetensors");
        network.Save(path, SmallStudents.Five, []);
        using var file = StudentFile.Open(path);
        Assert.Equal([4, 3, 3, 3], file.Require("backbone.conv1.weight").Shape);
        Assert.Equal([SmallStudents.EmbeddingSize, 256, 3, 3], file.Require("decoder.aspp.0.conv.weight").Shape);
        Assert.Equal([5, SmallStudents.EmbeddingSize, 1, 1], file.Require("classifier.weights.weight").Shape);
        Assert.Equal([5], file.Require("classifier.weights.bias").Shape);
    }

    [Theory]
    [InlineData("FrozenText", false, 0)]
    [InlineData("FrozenText", true, 1)]
    [InlineData("Learned", false, 2)]
    [InlineData("MappedText", false, 4)]
    public void Parameters_TextEmbeddings_AreNeverTrained(string classifier, bool background, int trained)
    {
        using var network = SmallStudents.Create(
            SmallStudents.Config(classifier: Enum.Parse<StudentClassifierKind>(classifier), background: background));
        Assert.Equal(trained, network.named_parameters().Count(one => one.name.StartsWith("classifier.", StringComparison.Ordinal)));
        Assert.Equal(network.parameters().Count(), network.BackboneParameters().Count() + network.HeadParameters().Count());
        Assert.Empty(network.BackboneParameters().Select(one => one.Handle).Intersect(network.HeadParameters().Select(one => one.Handle)));
    }

    [Fact]
    public void Create_Seed_DecidesTheWeights()
    {
        using StudentNetwork one = new(SmallStudents.Config(), SmallStudents.TextRows(5), 1), same = new(
            SmallStudents.Config(), SmallStudents.TextRows(5), 1), other = new(SmallStudents.Config(), SmallStudents.TextRows(5), 2);
        Assert.Equal(Numbers(one), Numbers(same));
        Assert.NotEqual(Numbers(one), Numbers(other));
        // Kaiming: deviation sqrt(2 / (output * kernel²)).
        var weight = one.named_parameters().Single(parameter => parameter.name == "decoder.aspp.0.conv.weight").parameter;
        Assert.Equal(Math.Sqrt(2.0 / (SmallStudents.EmbeddingSize * 9)), weight.std().item<float>(), 0.003);

        static float[] Numbers(
            StudentNetwork network) => [.. network.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];
    }

    [Theory]
    [InlineData(44, 48, "multiples of 8")]
    [InlineData(40, 48, "two photos")]
    public void Features_WhatCannotBeTrainedOn_IsRefused(int height, int width, string reason)
    {
        using var network = SmallStudents.Create(SmallStudents.Config(StudentDecoder.DeepLabV3Plus));
        network.train();
        using var images = SmallStudents.Images(1, height, width);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => network.forward(images)).Message);
    }

    [Fact]
    public void Save_AVocabularyThatDoesNotFit_IsRefused()
    {
        using StudentNetwork plain = SmallStudents.Create(SmallStudents.Config()), background = SmallStudents.Create(
            SmallStudents.Config(background: true));
        Assert.Contains(
            "6 classes",
            Assert.Throws<ArgumentException>(() => plain.Save(Path.Combine(folder, "x"), SmallStudents.FiveAndBackground, [])).Message);
        var six = SmallStudents.Five.With(["lake"]);
        Assert.Contains("background", Assert.Throws<ArgumentException>(() => background.Save(Path.Combine(folder, "x"), six, [])).Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
