using System.CommandLine;
using System.Text.Json.Nodes;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.Train.Flags;
using MaskClip.Train.Terminal;
using MaskClip.Training;
using MaskClip.Training.Schedule;
using MaskClip.Training.Teacher;

namespace MaskClip.Train.Commands;

/// <summary><c>maskclip-train plus</c>: photos and names go in, a student comes out.</summary>
internal sealed class PlusCommand
{
    private static readonly Dictionary<string, TrainingSetting> Settings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["annotation-free"] = TrainingSetting.AnnotationFree,
        ["zero-shot"] = TrainingSetting.ZeroShot,
        ["self-training"] = TrainingSetting.SelfTraining,
        ["distillation"] = TrainingSetting.Distillation,
        ["fine-tuning"] = TrainingSetting.FineTuning,
        ["supervised"] = TrainingSetting.Supervised,
    };

    private readonly Option<string?> setting = new("--setting")
    {
        Description = $"What is learned from: {string.Join(", ", Settings.Keys)}. Default: zero-shot where unseen classes are named, " +
            $"else annotation-free.",
        HelpName = "name",
    };
    private readonly Option<string?> teacher = new("--teacher", "-t")
    {
        Description = "CLIP model that labels: a name (ViT-B-16, ...) or a path. Default: MASKCLIP_MODEL, a pulled ViT-B-16, photo, " +
            "world-clip.",
        HelpName = "name",
    };
    private readonly Option<string?> teacherScales = new("--teacher-scales")
    {
        Description = "Factors of the crop's size at which the teacher sees the crops it labels, averaged, as in 1.5,2,3. Default: 1.",
        HelpName = "factors",
    };
    private readonly Option<float> minConfidence = new("--min-confidence")
    {
        Description = "Pixels of which the teacher is less sure are ignored.",
        HelpName = "0..1",
    };
    private readonly Option<bool> cacheTeacher = new("--cache-teacher")
    {
        Description = "Keep the teacher's features on disk. Pays with --augment none, where crops repeat.",
    };
    private readonly Option<string?> selfTrainingAfter = new("--self-training-after")
    {
        Description = "When the student's own labels replace CLIP's: 10%, a number of steps, or never. Default: 10% in the zero-shot " +
            "setting, else never.",
        HelpName = "when",
    };
    private readonly Option<double> distillationWeight = new("--distillation-weight")
    {
        Description = "Weight of the feature distillation.",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<bool> distillUnlabeled = new("--distill-unlabeled")
    {
        Description = "Distill features only where no truth is known (distill_labeled=False of the released code).",
    };
    private readonly Option<bool> voidFromMasks = new("--void-from-masks")
    {
        Description = "Annotation-free as the released code does it: masks say which pixels are of no class (void, VOC's background), " +
            "and these teach nothing.",
    };
    private readonly Option<int> evaluateEvery = new("--eval-every")
    {
        Description = "Steps between evaluations; 0 is a tenth of all.",
        HelpName = "n",
    };
    private readonly Option<int> checkpointEvery = new("--checkpoint-every")
    {
        Description = "Steps between checkpoints.",
        DefaultValueFactory = _ => 100,
        HelpName = "n",
    };
    private readonly Option<int> sheets = new("--sheets")
    {
        Description = "Photos on the sheets that show photo, truth, teacher and student at each evaluation.",
        DefaultValueFactory = _ => 4,
        HelpName = "n",
    };
    private readonly Option<int> seed = new("--seed") { Description = "Of all random numbers.", HelpName = "n" };
    private readonly Option<string> device = new("--device")
    {
        Description = "auto, cpu, cuda or cuda:N.",
        DefaultValueFactory = _ => "auto",
    };
    private readonly Option<int> prefetch = new("--prefetch")
    {
        Description = "Samples prepared ahead.",
        DefaultValueFactory = _ => 8,
        HelpName = "n",
    };
    private readonly Option<string?> output = new("--output", "-o") { Description = "The run's folder.", HelpName = "folder" };
    private readonly Option<bool> resume = new("--resume") { Description = "Go on from the folder's checkpoint; without one, begin." };
    private readonly PhotoFlags photos = new();
    private readonly StudentFlags student = new();
    private readonly OptimizationFlags optimization = new();
    private readonly RefinementOptions refinement = new();
    private readonly ModelOptions model = new();
    private readonly NameOptions names = new();
    private readonly CliHost host;

    private PlusCommand(CliHost host) => this.host = host;

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var verb = new PlusCommand(host);
        var command = new Verb(
            "plus",
            "Train a segmentation network with CLIP's labels (MaskCLIP+): without a mask, or with masks of some of the classes.",
            "maskclip-train --images photos/ --classes voc --teacher ViT-B-16 --student deeplabv2-resnet101 --init resnet101.pth " +
            "--output runs/voc",
            [
                .. verb.photos.All,
                verb.setting,
                verb.teacher,
                .. verb.model.Tower.Except([verb.model.Device]),
                .. verb.names.All,
                .. verb.refinement.Scores,
                verb.teacherScales,
                verb.minConfidence,
                verb.cacheTeacher,
             .. verb.student.All, verb.selfTrainingAfter, verb.distillationWeight, verb.distillUnlabeled,
             verb.voidFromMasks, .. verb.optimization.All, verb.evaluateEvery,
             verb.checkpointEvery,
             verb.sheets, verb.seed, verb.device, verb.prefetch, verb.output, verb.resume]);
        command.SetAction((result, cancellationToken) => Task.FromResult(verb.Run(result, cancellationToken)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        var options = Read(result);
        ModelNote.Say(host, options.Teacher.Source!, result.GetValue(Verb.Quiet), photos.Inputs(result));
        var remarks = new JsonObject { ["_photos"] = options.Photos.Count, ["_evaluation-photos"] = options.EvaluationPhotos.Count };
        var terminal = new TrainingTerminal(host, result.GetValue(Verb.Quiet), () => OptionsFile.Write(options.Output, result, remarks));
        try
        {
            var finished = Trainer.Run(options, terminal, cancellationToken);
            terminal.End(finished);
            return finished.Unreadable is null ? ExitCode.Done : ExitCode.SomeFailed;
        }
        catch (OperationCanceledException)
        {
            terminal.Break();
            host.Error.WriteLine($"Stopped with a checkpoint in {options.Output}; the same command with --resume goes on.");
            throw;
        }
    }

    private TrainingOptions Read(ParseResult result)
    {
        var folder = result.GetValue(output)
            ?? throw new UsageException("--output is missing: name the run's folder, for example --output runs/first.");
        var choice = photos.Read(result, host);
        var chosen = ReadSetting(result.GetValue(setting), choice);
        bool truth = chosen != TrainingSetting.AnnotationFree && choice.Photos[0].LoadTruth is not null;
        return new TrainingOptions
        {
            Setting = chosen,
            Vocabulary = choice.Vocabulary,
            Unseen = choice.Unseen,
            Photos = choice.Photos,
            EvaluationPhotos = choice.EvaluationPhotos,
            Teacher = new TeacherOptions
            {
                Source = string.IsNullOrWhiteSpace(result.GetValue(teacher))
                    ? ModelNote.Choose(host, host.Models.Resolve(), [.. photos.Inputs(result)])
                    : host.Models.Resolve(result.GetValue(teacher)),
                Embedding = names.Apply(model.Read(result, host), result),
                Scoring = refinement.Read(result) with { MinScore = result.GetValue(minConfidence) },
                Scales = result.GetValue(teacherScales) is { } factors ? InputOptions.ReadScales(teacherScales.Name, factors) : null,
                CacheFeatures = result.GetValue(cacheTeacher),
            },
            Student = student.Read(result, host, choice.LearnsBackground && choice.Vocabulary.Classes[0].IsBackground && truth),
            Augmentation = optimization.ReadAugmentation(result),
            Optimization = optimization.ReadOptimization(result),
            SelfTrainingAfter = result.GetValue(selfTrainingAfter) is { } point ? SwitchPoint.Parse(point) : null,
            DistillationWeight = result.GetValue(distillationWeight),
            DistillLabeled = !result.GetValue(distillUnlabeled),
            VoidFromMasks = result.GetValue(voidFromMasks),
            EvaluateEvery = result.GetValue(evaluateEvery),
            CheckpointEvery = result.GetValue(checkpointEvery),
            SheetPhotos = result.GetValue(sheets),
            Output = Path.Combine(host.Folder, folder),
            Resume = result.GetValue(resume),
            Seed = result.GetValue(seed),
            Device = result.GetValue(device)!,
            Threads = model.Read(result, host).Threads,
            Prefetch = result.GetValue(prefetch),
        };
    }

    private static TrainingSetting ReadSetting(string? name, PhotoChoice choice)
    {
        if (name is null) return choice.Unseen.Count > 0 ? TrainingSetting.ZeroShot : TrainingSetting.AnnotationFree;
        return Settings.TryGetValue(name, out var known)
            ? known
            : throw new UsageException($"Unknown --setting '{name}'. Available: {string.Join(", ", Settings.Keys)}.");
    }
}
