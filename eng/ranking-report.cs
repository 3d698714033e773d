#!/usr/bin/env -S dotnet run -c Release
#:project ../src/MaskClip.Evaluation/MaskClip.Evaluation.csproj
#:property TreatWarningsAsErrors=false
#:property PublishAot=false

// How well a ranking of photos (maskclip segment --rank) orders them by their real error (maskclip eval): Spearman's rank correlation of
// each measure with 1 - mIoU of the photo, with an interval of 1000 bootstrap samples of photos.
//
//     dotnet run -c Release eng/ranking-report.cs -- out/ranking.csv eval/report.json
using System.Globalization;
using MaskClip.Evaluation;

if (args is not [var ranking, var evaluated]) throw new ArgumentException("Give the ranking and the folder or file of the report.");
var report = EvaluationReport.Load(evaluated);
var errors = report.Photos.ToDictionary(
    photo => Path.GetFileNameWithoutExtension(photo.Id),
    photo => 1 - photo.ToPixels().Classes.Select(one => new ClassMetrics(one).IoU).Where(double.IsFinite).DefaultIfEmpty(1).Average());
string[][] rows = [.. File.ReadLines(ranking).Select(line => line.Split(','))];
var photos = rows[1..].Where(row => errors.ContainsKey(Path.GetFileNameWithoutExtension(row[1]))).ToArray();
double[] real = [.. photos.Select(row => errors[Path.GetFileNameWithoutExtension(row[1])])];
Console.WriteLine($"{photos.Length} photos, mean error {real.Average():0.000}");
for (int column = 3; column < rows[0].Length; column++)
{
    double[] values = [.. photos.Select(row => double.Parse(row[column], CultureInfo.InvariantCulture))];
    var random = new Random(1);
    double[] samples = [.. Enumerable.Range(0, 1000).Select(_ =>
    {
        int[] drawn = [.. Enumerable.Range(0, real.Length).Select(_ => random.Next(real.Length))];
        return Spearman([.. drawn.Select(i => values[i])], [.. drawn.Select(i => real[i])]);
    }).Order()];

    // What a person gains who looks at a tenth of the photos: their mean error, against that of all.
    double first = values.Zip(real).OrderByDescending(pair => pair.First).Take(Math.Max(1, real.Length / 10)).Average(pair => pair.Second);
    Console.WriteLine(
        $"{rows[0][column],-13} {Spearman(values, real):0.000} [{samples[25]:0.000}, {samples[974]:0.000}], first tenth {first:0.000}");
}

static double Spearman(double[] one, double[] other)
{
    double[] a = Ranks(one), b = Ranks(other);
    double meanA = a.Average(), meanB = b.Average();
    double both = a.Zip(b).Sum(pair => (pair.First - meanA) * (pair.Second - meanB));
    return both / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(x => (x - meanB) * (x - meanB)));
}

// Equal values share the mean of their ranks.
static double[] Ranks(double[] values)
{
    int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
    var ranks = new double[values.Length];
    for (int i = 0; i < order.Length;)
    {
        int end = i;
        while (end < order.Length && values[order[end]] == values[order[i]]) end++;
        for (int k = i; k < end; k++) ranks[order[k]] = (i + end - 1) / 2.0;
        i = end;
    }

    return ranks;
}
