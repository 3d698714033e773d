
using MaskClip.Graph;
using MaskClip.Storage;
using Microsoft.Extensions.Logging;

namespace MaskClip.Students;

/// <summary>A student whose graph lies in the cache, ready to run.</summary>
internal sealed class StudentModel : IDisposable
{
    private const string WeightsName = "student.weights";
    private const string GraphName = "student.onnx";

    private readonly StudentFile file;

    private StudentModel(StudentFile file, string hash)
    {
        this.file = file;
        Hash = hash;
    }

    /// <summary>The student's file.</summary>
    public StudentFile File => file;

    /// <summary>Checksum of the file's bytes, under which its graph is cached.</summary>
    public string Hash { get; }

    /// <summary>Opens a student.</summary>
    /// <exception cref="CheckpointException">The file is not a student, or is damaged.</exception>
    public static StudentModel Open(string path)
    {
        var file = StudentFile.Open(path);
        try
        {
            using var bytes = System.IO.File.OpenRead(path);
            return new StudentModel(file, VerifiedCache.Checksum(bytes));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Path of the graph, its weights beside it; built when it is not in the cache.</summary>
    /// <param name="cacheFolder">The cache.</param>
    /// <param name="logger">Is told that the cache cannot be written; <see langword="null"/> makes that an error.</param>
    public string Graph(string cacheFolder, ILogger? logger = null)
    {
        var cache = new VerifiedCache(Path.Combine(cacheFolder, "graphs", $"{Hash}-fp32"), logger);
        var weights = new WeightFile(WeightsName);
        StudentGraph.AddWeights(file, weights);
        cache.GetOrBuild(WeightsName, weights.Write);
        return cache.GetOrBuild(GraphName, stream => StudentGraph.Emit(file.Config, file.Vocabulary.Classes.Count, weights).Write(stream));
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
