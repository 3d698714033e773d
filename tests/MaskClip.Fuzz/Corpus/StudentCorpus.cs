using MaskClip.Fuzz.Targets;
using MaskClip.Students;
using MaskClip.Testing;

namespace MaskClip.Fuzz.Corpus;

/// <summary>Students' files, without the tensors that their headers are told by.</summary>
internal static class StudentCorpus
{
    /// <summary>The files.</summary>
    public static IEnumerable<byte[]> Files()
    {
        var path = Path.Combine(AllTargets.Folder(), "student.safetensors");
        StudentFile.Write(path, RandomStudent.Config, RandomStudent.Vocabulary, new(), []);
        yield return File.ReadAllBytes(path);
        StudentFile.Write(path, RandomStudent.Config, RandomStudent.Vocabulary, new() { ["iterations"] = 3 }, [("a", [2], [1, 2])]);
        yield return File.ReadAllBytes(path);
    }
}
