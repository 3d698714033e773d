using CsCheck;
using MaskClip.Results;
using MaskClip.Scores;

namespace MaskClip.Tests.Dense;

/// <summary>Templates by entropy: what is chosen, and who judges which position.</summary>
public class ExpertScoresTests
{
    private const int Size = 6;

    private static readonly Gen<int> Seeds = Gen.Int[0, int.MaxValue - 1];

    [Fact]
    public void Surest_OneTemplateClearlySurer_IsItForItsClassAlone()
    {
        // In the plane: the first template tells both names badly apart, the second has a right, the third b.
        var photo = new float[] { 1, 0, 0.98f, 0.2f, 0, 1, 0.2f, 0.98f };
        float[] badly = [0.72f, 0.69f, 0.69f, 0.72f], forA = [1, 0, -0.7f, 0.714f], forB = [0.714f, -0.7f, 0, 1];
        var vocabulary = Vocabulary.Parse(["a", "b"]);
        TextClassifier[] templates = [.. new[] { badly, forA, forB }.Select(rows => new TextClassifier(vocabulary, rows, [0, 1], 2))];
        var entropies = new TemplateEntropies(templates, 2);

        entropies.Add(photo, default, CancellationToken.None);

        Assert.Equal(1, entropies.Surest(0, 4)[0].Template);
        Assert.Equal(2, entropies.Surest(1, 4)[0].Template);
        Assert.Equal(0.5, entropies.Surest(0, 1).Single().Share);
        Assert.Equal(4, entropies.Positions);
    }

    [Fact]
    public void Surest_AnyFeatures_AreTheMeanEntropiesOfTheFormula() => Gen.Select(Seeds, Gen.Int[1, 5], Gen.Int[1, 40], Gen.Float[1, 60])
        .Sample(
        (seed, names, positions, scale) =>
        {
            var random = new Random(seed);
            var templates = Enumerable.Range(0, 3).Select(_ => Names(random, names)).ToArray();
            var entropies = new TemplateEntropies(templates, scale);
            float[][] windows = [Units(random, positions), Units(random, positions)];

            foreach (var window in windows) entropies.Add(window, default, CancellationToken.None);

            for (int label = 0; label < names; label++)
            {
                var expected = Enumerable.Range(0, templates.Length)
                    .Select(index => (Template: index, Found: windows.SelectMany(window => Softmax(templates[index], window, scale))
                        .Where(p => Array.IndexOf(p, p.Max()) == label).Select(Entropy).ToArray()))
                    .Where(one => one.Found.Length > 0)
                    .OrderBy(one => one.Found.Average())
                    .ToArray();
                var surest = entropies.Surest(label, 2);
                Assert.Equal(Math.Min(2, expected.Length), surest.Count);
                foreach (var (found, right) in surest.Zip(expected))
                {
                    Assert.Equal(right.Found.Average(), found.Entropy, 1e-4);
                    Assert.Equal((double)right.Found.Length / (2 * positions), found.Share, 1e-9);
                }
            }
        },
        iter: 100);

    [Fact]
    public void Fuse_AnyExperts_GivesPositionsToTheSurestOfThoseThatClaimThem() => Gen.Select(
        Seeds, Gen.Int[1, 5], Gen.Int[1, 30], Gen.Float[1, 40])
        .Sample(
        (seed, names, positions, scale) =>
        {
            var random = new Random(seed);
            var all = Names(random, names);
            TemplateExpert[] experts =
            [
                .. Enumerable.Range(0, 3).Select(_ => new TemplateExpert(
                    all.InRows(Units(random, names)), [.. Enumerable.Range(0, names).Select(_ => random.Next(2) == 0)])),
            ];
            var features = Units(random, positions);
            var scores = GridScores.Cosines(features, all);
            float[] before = [.. scores.Values];

            ExpertScores.Fuse(scores, features, experts, scale);

            var each = experts.Select(expert => Softmax(expert.Names, features, scale).ToArray()).ToArray();
            for (int i = 0; i < positions; i++)
            {
                var claims = Enumerable.Range(0, experts.Length)
                    .Select(e => (Expert: e, Probability: each[e][i].Max(), Best: Array.IndexOf(each[e][i], each[e][i].Max())))
                    .Where(claim => experts[claim.Expert].Claims[claim.Best])
                    .OrderByDescending(claim => claim.Probability)
                    .ToArray();
                var expected = claims.Length == 0 ? null : GridScores.Cosines(features, experts[claims[0].Expert].Names);
                if (claims.Length > 1 && claims[0].Probability - claims[1].Probability < 1e-6) continue; // rounding decides
                for (int row = 0; row < names; row++)
                    Assert.Equal(expected?.Row(row)[i] ?? before[row * positions + i], scores.Row(row)[i]);
            }
        },
        iter: 200);

    [Fact]
    public void WithoutOnlyAndExamples_KeepEachExpertsRowsBesideTheNames()
    {
        var random = new Random(7);
        var all = Names(random, 4);
        TemplateExpert[] experts = [new(all.InRows(Units(random, 4)), [false, true, false, true])];
        ClassTemplates[] templates = [.. all.Vocabulary.Classes.Select(one => new ClassTemplates(one.Name, []))];
        var choice = new TemplateChoice(PromptTemplates.Simple, 1, templates);
        var chosen = all.JudgedBy(choice, experts);

        var without = chosen.Without([false, true, false, false]);
        var only = chosen.Only([3, 1]);
        var beside = without.With([new Exemplar("new", Units(random, 1), 0, false, null)]);

        Assert.Equal(all.Vocabulary.Classes.Count, without.Experts.Single().Names.Vocabulary.Classes.Count);
        Assert.Equal(without.ClassOfRow, without.Experts.Single().Names.ClassOfRow);
        Assert.Equal([true, true], only.Experts.Single().Claims);
        Assert.Equal(["d", "b"], only.Templates!.Classes.Select(one => one.Name));
        Assert.Equal(experts[0].Names.Rows[(3 * Size)..], only.Experts.Single().Names.Rows[..Size]);
        Assert.Equal(beside.ClassOfScore, beside.Experts.Single().Names.ClassOfScore);
        Assert.Equal(beside.ScoreOfRow, beside.Experts.Single().Names.ScoreOfRow);
        Assert.Equal(5, beside.Experts.Single().Claims.Length);
        var features = Units(random, 3);
        var scores = GridScores.Cosines(features, beside);
        ExpertScores.Fuse(scores, features, beside.Experts, 10);
        Assert.All(scores.Row(scores.Rows - 1).ToArray(), value => Assert.Equal(GridScores.Removed, value));
    }

    private static TextClassifier Names(Random random, int count) => new(
        Vocabulary.Parse(Enumerable.Range(0, count).Select(i => $"{(char)('a' + i)}")),
        Units(random, count),
        [.. Enumerable.Range(0, count)],
        Size);

    private static float[] Units(Random random, int count) =>
    [
        .. Enumerable.Range(0, count).SelectMany(_ =>
        {
            float[] row = [.. Enumerable.Range(0, Size).Select(_ => random.NextSingle() - 0.5f)];
            float norm = MathF.Sqrt(row.Sum(value => value * value));
            return row.Select(value => value / norm);
        }),
    ];

    private static IEnumerable<double[]> Softmax(TextClassifier names, float[] features, float scale)
    {
        for (int at = 0; at < features.Length; at += Size)
        {
            double[] scores =
            [
                .. Enumerable.Range(0, names.ClassOfRow.Length).Select(row =>
                    scale * Enumerable.Range(0, Size).Sum(k => (double)features[at + k] * names.Rows[row * Size + k])),
            ];
            double sum = scores.Sum(Math.Exp);
            yield return [.. scores.Select(score => Math.Exp(score) / sum)];
        }
    }

    private static double Entropy(double[] probabilities) => -probabilities.Sum(p => p * Math.Log(p + 1e-10));
}
