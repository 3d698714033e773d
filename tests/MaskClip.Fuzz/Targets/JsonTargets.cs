using System.Text;
using MaskClip.Checkpoints;
using MaskClip.CommandLine.Inputs;
using MaskClip.CommandLine.Settings;
using MaskClip.Evaluation;
using MaskClip.Evaluation.Runs;
using MaskClip.Fuzz.Corpus;
using MaskClip.Models;
using MaskClip.Quantization;
using MaskClip.World.Files;

namespace MaskClip.Fuzz.Targets;

/// <summary>JSON: configurations, reports, journals, what lies beside weights.</summary>
internal static class JsonTargets
{
    /// <summary>The targets.</summary>
    public static IEnumerable<FuzzTarget> Create()
    {
        yield return AllTargets.OfFile("json-settings", "maskclip.json",
            Texts("""{ "size": 448, "prompt": ["cat", "a|b"], "flip": true, "_x": {} }""", "{}", "// none\n{\"model\":\"a\",}"),
            path => ConfigurationFile.Read(path));
        yield return Folder("json-open-clip", OpenClipConfig.FileName, folder => OpenClipConfig.Read(folder),
            """
            {"model_cfg":{"embed_dim":16,"quick_gelu":true,"vision_cfg":{"image_size":16,"layers":2,"width":64,"patch_size":8},
            "text_cfg":{"context_length":16,"vocab_size":300,"width":64,"heads":1,"layers":2}},
            "preprocess_cfg":{"mean":[0.5,0.5,0.5],"std":[0.2,0.2,0.2]}}
            """);
        yield return Folder("json-hugging-face", HuggingFaceConfig.FileName, folder => HuggingFaceConfig.Read(folder),
            """
            {"model_type":"clip","projection_dim":16,"text_config":{"hidden_size":64,"hidden_act":"gelu","eos_token_id":2},
            "vision_config":{"hidden_size":64,"image_size":16,"patch_size":8}}
            """);
        yield return Folder("json-shards", "model.safetensors.index.json",
            folder => CheckpointFiles.Find(Path.Combine(folder, "model.safetensors.index.json")),
            """
            {"metadata":{"total_size":8},
            "weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}
            """);
        yield return Folder("json-model-folder", ModelFolder.FileName, folder => ModelFolder.Find(folder)?.FileOf("image", "weights"),
            """{"format":"maskclip-model-1","family":"bridge","name":"x","summary":"y","image":{"weights":"a.onnx"}}""");
        yield return AllTargets.OfFile("json-layer-choice", "layers.json",
            Texts(
            """
            {"samples":"s","cosineOfAll":0.9,"cosine":0.99,"layers":[{"layer":"a","precision":"fp32","damage":0.1}],
            "ranges":{"m":[-1,2]},"means":{"a":"AACAPw=="}}
            """),
            path => LayerChoice.Read(path));
        yield return AllTargets.OfFile("report", EvaluationReport.FileName, [ReportCorpus.Report()], path =>
        {
            var report = EvaluationReport.Load(path);
            if (report.Photos.Count is > 0 and < 50 && report.Classes.Count is > 0 and < 50) ReportComparison.From(report, report);
        });
        yield return Folder("journal", Journal.FileName, folder =>
        {
            using var journal = Journal.Open(folder, ReportCorpus.Settings, resume: true, ReportCorpus.Classes);
            foreach (var line in journal.Done) line.Tally.MeanIoU();
        }, ReportCorpus.Journal());
        yield return Folder("results", ResultJournal.FileName, folder =>
        {
            ResultJournal.FilesIn(folder);
            using var journal = ResultJournal.Open(folder, new Dictionary<string, string> { ["prompt"] = "cat" }, resume: true);
        }, Texts("{\"prompt\":\"cat\"}\n{\"photo\":\"a/b\",\"hash\":\"12\",\"files\":[\"a/b.json\",\"a/b.mask.png\"]}\n")[0]);
        yield return new("scene-line", Texts(
            """
            {"id":"a","world":1,"seed":5,"split":"train","width":8,"height":8,"captions":["a cat"],
            "things":[{"class":"cat","colour":"red","pixels":3,"held_out":true}],"stuff":[{"class":"sky","pixels":4}]}
            """),
            line => SceneLine.Read(line));
    }

    private static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private static FuzzTarget Folder(string name, string file, Action<string> read, params string[] texts) =>
        Folder(name, file, read, Texts(texts));

    private static FuzzTarget Folder(string name, string file, Action<string> read, params byte[][] corpus) =>
        AllTargets.OfFile(name, file, corpus, path => read(Path.GetDirectoryName(path)!));
}
