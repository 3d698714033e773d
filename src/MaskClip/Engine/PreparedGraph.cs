using System.Globalization;
using System.IO.Hashing;
using System.Runtime.Intrinsics.X86;
using System.Text;
using MaskClip.Storage;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Engine;

/// <summary>
/// A graph as the engine made it ready for this processor: optimized, and with its weights packed as the kernels want them. Opening it
/// computes nothing and maps the weights, where opening the plain graph packs all of them into memory of its own.
/// </summary>
/// <remarks>
/// It is written when a graph is opened for the second time, since it takes twice the weights' place on the disk. It is a cache: where it
/// is missing, damaged or cannot be written the plain graph is opened.
/// </remarks>
internal sealed class PreparedGraph
{
    private const string GraphName = "graph.onnx", WeightsName = "graph.weights";

    // A method is looked at again and again, or compared with another; more than that would fill disks.
    private const int MaxKept = 2;

    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private readonly string folder;
    private readonly string opened;

    private readonly bool packed;

    private PreparedGraph(string graph, bool packed, string machine)
    {
        var parent = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(graph))!, "prepared");
        var key = XxHash128.Hash([.. File.ReadAllBytes(graph), .. Encoding.UTF8.GetBytes(packed ? machine : $"{machine} unpacked")]);
        folder = Path.Combine(parent, Convert.ToHexStringLower(key));
        opened = $"{folder}.opened";
        this.packed = packed;
    }

    /// <summary>
    /// What is prepared of a graph, or may be; <see langword="null"/> where we cannot tell one processor's packing from another's.
    /// </summary>
    /// <param name="graph">The plain graph.</param>
    /// <param name="packed">Whether its weights are packed. What is opened without keeps one copy of them instead of two.</param>
    public static PreparedGraph? Of(string graph, bool packed = true) => Machine is { } machine ? new(graph, packed, machine) : null;

    /// <summary>The folder of the prepared graph.</summary>
    public string Folder => folder;

    // Kernels, and with them the packing, are chosen by model and instruction sets; AVX-512 must also be enabled by the system.
    private static string? Machine { get; } = !X86Base.IsSupported ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"{EngineSession.Version} {Leaf(1, 0)} {Leaf(7, 0)} {Leaf(7, 1)} {Avx2.IsSupported} {Avx512F.IsSupported} " +
        $"{Environment.Is64BitProcess}");

    /// <summary>Opens it when it is there and whole.</summary>
    /// <param name="options">As for the plain graph; the level of optimization is changed when this succeeds.</param>
    public InferenceSession? Open(SessionOptions options)
    {
        var graph = Path.Combine(folder, GraphName);
        if (!File.Exists(graph)) return null;
        var level = options.GraphOptimizationLevel;
        try
        {
            if (VerifiedCache.Fits(graph) && VerifiedCache.Fits(Path.Combine(folder, WeightsName)))
            {
                options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL; // all is done
                var session = new InferenceSession(graph, options);
                Touch();
                return session;
            }
        }
        catch (Exception error) when (error is OnnxRuntimeException or IOException or UnauthorizedAccessException)
        {
            // Not what this engine takes: prepared anew below.
        }

        options.GraphOptimizationLevel = level;
        Delete(folder);
        return null;
    }

    /// <summary>Opens the plain graph; when it was opened before, the engine writes what it prepares.</summary>
    /// <param name="plain">The plain graph.</param>
    /// <param name="options">How it is opened.</param>
    public InferenceSession Prepare(string plain, SessionOptions options)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(folder)!, $".{Guid.NewGuid():N}.tmp");
        try
        {
            bool again = File.Exists(opened);
            Touch();
            if (!again) return new InferenceSession(plain, options);
            Directory.CreateDirectory(temporary);
            options.OptimizedModelFilePath = Path.Combine(temporary, GraphName);
            options.AddSessionConfigEntry("session.optimized_model_external_initializers_file_name", WeightsName);
            options.AddSessionConfigEntry("session.optimized_model_external_initializers_min_size_in_bytes", "1024");
            if (packed) options.AddSessionConfigEntry("session.save_external_prepacked_constant_initializers", "1");
            var session = new InferenceSession(plain, options);
            Keep(temporary);
            return session;
        }
        catch (Exception error) when (error is OnnxRuntimeException or IOException or UnauthorizedAccessException)
        {
            // The disk is full, or the folder not ours. An error in the graph itself shows again here.
            options.OptimizedModelFilePath = "";
            return new InferenceSession(plain, options);
        }
        finally
        {
            Delete(temporary);
        }
    }

    private void Keep(string temporary)
    {
        try
        {
            foreach (var name in new[] { GraphName, WeightsName }) VerifiedCache.WriteCheck(Path.Combine(temporary, name));
            // Fails where another process was first: its files are the same.
            Directory.Move(temporary, folder);
            Prune();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The session is open all the same.
        }
    }

    private void Prune()
    {
        var parent = new DirectoryInfo(Path.GetDirectoryName(folder)!);
        var oldest = parent.EnumerateDirectories().Where(one => !one.Name.StartsWith('.'))
            .OrderByDescending(one => File.GetLastWriteTimeUtc($"{one.FullName}.opened")).Skip(MaxKept);
        var abandoned = parent.EnumerateDirectories(".*.tmp").Where(one => DateTime.UtcNow - one.LastWriteTimeUtc > Abandoned);
        foreach (var one in oldest.Concat(abandoned).ToArray()) Delete(one.FullName);
    }

    private void Touch() => AtomicFile.TryWriteAllText(opened, "");

    private static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // In use on Windows, or not ours: it goes another time.
        }
    }

    private static string Leaf(int function, int subFunction)
    {
        // EBX of leaf 1 says on which core this runs, and its ECX which features the system has enabled.
        var (eax, ebx, ecx, edx) = X86Base.CpuId(function, subFunction);
        return string.Create(CultureInfo.InvariantCulture, $"{eax:x}-{(function == 1 ? 0 : ebx):x}-{ecx:x}-{edx:x}");
    }
}
