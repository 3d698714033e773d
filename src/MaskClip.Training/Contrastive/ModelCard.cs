using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MaskClip.Storage;
using MaskClip.Towers;
using MaskClip.Training.Runs;

namespace MaskClip.Training.Contrastive;

/// <summary>Writes a finished run's card: what the model is, what it was made of, what it reached.</summary>
internal static class ModelCard
{
    /// <summary>Writes the card beside the model; metrics come from the run's own tables.</summary>
    public static void Write(RunFolder folder, ContrastiveOptions options, ClipConfig config, JsonObject settings)
    {
        var text = new StringBuilder();
        var (name, optimization) = (
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path))), options.Optimization);
        text.Append(CultureInfo.InvariantCulture, $"# {name}: a CLIP model trained with maskclip-train clip\n\n");
        text.Append("| | |\n|---|---|\n");
        Row("image tower", ContrastiveSettings.Describe(config.Image!));
        Row("text tower", ContrastiveSettings.Describe(config.Text!));
        var table = options.TrainedTokensOnly ? "; the token table holds the trained tokens only" : "";
        Row(
            "file",
            $"`{Path.GetFileName(folder.Model)}`, {new FileInfo(folder.Model).Length / 1e6:0.0} MB, {(options.Half ? "fp16" : "fp32")}, " +
            $"openai/CLIP's tensor names{table}");
        Row("pairs", options.Pairs.Identity);
        Row(
            "seen",
            $"{(long)optimization.Steps * optimization.SamplesPerStep} samples in {optimization.Steps} steps of " +
            $"{optimization.SamplesPerStep}");
        if (optimization.PlacesWeight > 0)
        {
            Row(
                "places",
                $"compared with texts too, weight {Short($"{optimization.PlacesWeight}")}: what this model knows of places it was " +
                $"taught, without masks");
        }
        if (options.Start is not null) Row("started from", Path.GetFileName(options.Start));
        if (options.SelfTraining is not null)
            Row("labeled by", $"{Path.GetFileName(options.Start)}, refined, with the names that captions said (self-training)");
        if (Last(folder.Metrics) is [var step, _, var loss, var pictures, var texts, var scale, ..])
        {
            Row(
                $"at step {step}",
                $"loss {Short(loss)}; among those of a step, {Percent(pictures)} of pictures next to a caption of theirs and " +
                $"{Percent(texts)} of captions next to a picture " +
                $"of theirs; logit scale {Short(scale)}");
        }

        if (options.EvaluationPhotos.Count > 0 && Last(folder.Evaluations) is [_, var zeroShot, var maskClip, var clip])
        {
            var (photos, names) = (options.EvaluationPhotos.Count, options.Vocabulary!.Classes.Count);
            text.Append(
                CultureInfo.InvariantCulture,
                $"\nOn {photos} pictures that it never saw, with {names} names in the templates " +
                $"'{(options.Validation.Texts.Templates ?? PromptTemplates.MaskClip).Name}':\n\n");
            text.Append("| | |\n|---|---|\n");
            Row("nearest name is something in the picture", Percent(zeroShot));
            Row("mIoU, method maskclip", Short(maskClip));
            Row("mIoU, method clip", Short(clip));
        }

        text.Append("\n## Settings\n\n```json\n").Append(settings.ToJsonString(new() { WriteIndented = true })).Append("\n```\n");
        AtomicFile.WriteAllText(folder.Card, text.ToString());

        void Row(string title, string value) => text.Append(CultureInfo.InvariantCulture, $"| {title} | {value} |\n");
    }

    private static string[]? Last(string path) =>
        File.Exists(path) && File.ReadLines(path).Skip(1).LastOrDefault() is { } line ? line.Split(',') : null;

    private static string Short(string number) =>
        double.Parse(number, CultureInfo.InvariantCulture).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Percent(string share) =>
        double.Parse(share, CultureInfo.InvariantCulture).ToString("0.0 %", CultureInfo.InvariantCulture);
}
