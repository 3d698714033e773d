using System.Diagnostics;
using System.Globalization;
using MaskClip.Families.Clip;
using MaskClip.Students;
using MaskClip.Training.Students;
using MaskClip.World;

namespace MaskClip.Benchmarks;

/// <summary>Students against their teacher at the same photo size: photo in memory to labels, in turn, round after round.</summary>
internal static class StudentRun
{
    private const int Rounds = 15;
    private const int Side = 512;

    /// <summary>Measures a student of <c>maskclip train</c> against a teacher (<c>mini-clip</c> where none is named).</summary>
    public static void Print(string file, string? teacher = null)
    {
        using var student = StudentSegmenter.Load(file, cacheFolder: RandomModel.Folder);
        Print(Path.GetFileName(file), teacher ?? NamedModel.MiniClip, student);
    }

    /// <summary>
    /// Measures random students of the published architectures against a random ViT-B/16, and on mini-clip's backbone against it.
    /// </summary>
    public static void Print()
    {
        Head();
        var voc = Vocabulary.BuiltIn("voc");
        foreach (var (decoder, dilations) in new[]
        {
            (StudentDecoder.DeepLabV2, StudentConfig.DeepLabV2Dilations),
            (StudentDecoder.DeepLabV3Plus, StudentConfig.DeepLabV3PlusDilations),
        })
        {
            foreach (var name in StudentBackbone.Names)
                Measure(decoder, dilations, name, StudentBackbone.Parse(name), 512, voc, NamedModel.Random);
            using var model = ClipModel.Open(NamedModel.Path(NamedModel.MiniClip));
            Measure(
                decoder,
                dilations,
                NamedModel.MiniClip,
                StudentBackbone.Of(model.ImageConfig),
                model.ImageConfig.EmbeddingSize,
                voc,
                NamedModel.MiniClip);
        }
    }

    private static void Measure(
        StudentDecoder decoder,
        IReadOnlyList<int> dilations,
        string name,
        StudentBackbone backbone,
        int size,
        Vocabulary vocabulary,
        string teacher)
    {
        var config = new StudentConfig
        {
            Decoder = decoder,
            Dilations = dilations,
            Backbone = backbone,
            EmbeddingSize = size,
            Classifier = StudentClassifierKind.FrozenText,
            Mean = MaskClip.Towers.ClipConfig.ImageNetMean,
            Std = MaskClip.Towers.ClipConfig.ImageNetStd,
            PhotoSize = Side,
        };
        var title = $"{decoder.ToString().ToLowerInvariant()}-{name}";
        var file = Path.Combine(RandomModel.Folder, $"random-{title}.safetensors");
        using (var network = new StudentNetwork(
            config, [.. Enumerable.Range(0, vocabulary.Classes.Count * size).Select(i => MathF.Sin(i))], seed: 1))
        {
            network.Save(file, vocabulary, []);
        }

        using var student = StudentSegmenter.Load(file, cacheFolder: RandomModel.Folder);
        Row(title, teacher, student);
    }

    private static void Print(string title, string teacher, StudentSegmenter student)
    {
        Head();
        Row(title, teacher, student);
    }

    private static void Head()
    {
        Console.WriteLine("| student | teacher | short side | student images/s | teacher images/s | student / teacher |");
        Console.WriteLine("|---|---|---|---|---|---|");
    }

    private static void Row(string title, string teacher, StudentSegmenter student)
    {
        using var segmenter = Segmenter.Load(
            NamedModel.Path(teacher),
            new SegmenterOptions { Photos = new() { Size = student.Size, Keys = false }, CacheFolder = RandomModel.Folder });
        var classifier = segmenter.Embed(student.Vocabulary);
        var photo = SamplePostcard.Draw(student.Size * 3 / 2, student.Size);
        Action[] sides = [() => student.Segment(photo), () => segmenter.Embed(photo).Segment(classifier)];
        foreach (var run in sides) Time(run);
        var rounds = Enumerable.Range(0, Rounds).Select(_ => sides.Select(Time).ToArray()).ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {title} | {teacher} | {student.Size} | {Median(rounds, round => 1 / round[0]):0.00} | " +
            $"{Median(rounds, round => 1 / round[1]):0.00} | {Median(rounds, round => round[1] / round[0]):0.00} |"));
    }

    private static double Time(Action run)
    {
        var clock = Stopwatch.StartNew();
        run();
        return clock.Elapsed.TotalSeconds;
    }

    private static double Median(double[][] rounds, Func<double[], double> value) => rounds.Select(value).Order().ElementAt(Rounds / 2);
}
