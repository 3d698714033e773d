using System.Globalization;
using MaskClip.Scores;
using MaskClip.Storage;

namespace MaskClip.Evaluation.Concepts;

/// <summary>
/// The paper's study of web images: photos of brands, colors, characters, blurred things; how strongly does each answer to each name?
/// </summary>
/// <remarks>
/// One thread at a time. Photos are asked one after the other; sheets are written as they fill, so memory does not grow with the photos.
/// </remarks>
public sealed class ConceptStudy(Segmenter segmenter, Vocabulary vocabulary, SegmentationOptions options, string folder)
{
    private readonly TextClassifier names = segmenter.Embed(vocabulary);
    private readonly List<ConceptAnswer> answers = [];
    private readonly List<ConceptSheetRow> rows = [];
    private readonly List<string> sheets = [];

    /// <summary>The study's names.</summary>
    public Vocabulary Vocabulary => vocabulary;

    /// <summary>What was answered so far.</summary>
    public IReadOnlyList<ConceptAnswer> Answers => answers;

    /// <summary>Asks a photo.</summary>
    /// <param name="name">What it is called on the sheet.</param>
    /// <param name="truth">Index of the right name, if known.</param>
    /// <param name="photo">The photo.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    public void Ask(string name, int? truth, RgbImage photo, CancellationToken cancellationToken = default)
    {
        var result = segmenter.Segment(photo, names, options, cancellationToken: cancellationToken);
        var whole = ClassConfidences.Of(
            segmenter.EmbedImage(photo, cancellationToken),
            names,
            segmenter.Complete(options).LogitScale ?? SegmentationOptions.DefaultLogitScale);
        var answer = ConceptAnswer.Of(name, truth, result, whole);
        answers.Add(answer);
        rows.Add(ConceptSheetRow.Of(answer, photo, result));
        if (rows.Count == ConceptSheet.MaxRows) WriteSheets();
    }

    /// <summary>Writes the last sheets and the table of scores; gives the paths of all files.</summary>
    public IReadOnlyList<string> Finish()
    {
        if (rows.Count > 0) WriteSheets();
        var table = Path.Combine(folder, "scores.csv");
        AtomicFile.WriteAllText(table, Csv());
        return [.. sheets, table];
    }

    /// <summary>How often the right name wins, among the photos of which it is known.</summary>
    public (int Known, int RightGlobal, int RightArea) Count() => (
        answers.Count(answer => answer.Truth is not null),
        answers.Count(answer => answer.Truth == answer.BestGlobal),
        answers.Count(answer => answer.Truth == answer.BestArea));

    private void WriteSheets()
    {
        int classes = vocabulary.Classes.Count;
        for (int first = 0; first < classes; first += ConceptSheet.MaxColumns)
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"heatmaps-{sheets.Count + 1:000}.png"));
            ConceptSheet.Draw(rows, vocabulary.Classes, first, Math.Min(ConceptSheet.MaxColumns, classes - first)).SavePng(path);
            sheets.Add(path);
        }

        rows.Clear();
    }

    private string Csv()
    {
        var lines = new List<string> { "photo,truth,name,global,area,max" };
        foreach (var answer in answers)
        {
            for (int c = 0; c < answer.Scores.Count; c++)
            {
                var score = answer.Scores[c];
                string[] fields =
                [
                    CsvField.Of(answer.Photo),
                    CsvField.Of(answer.Truth is { } truth ? vocabulary.Classes[truth].Name : ""),
                    CsvField.Of(vocabulary.Classes[c].Name),
                    Number(score.Global), Number(score.Area), Number(score.Peak),
                ];
                lines.Add(string.Join(',', fields));
            }
        }

        return string.Join('\n', lines) + "\n";
    }

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
