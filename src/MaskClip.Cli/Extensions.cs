using System.Reflection;
using MaskClip.Annotations;
using MaskClip.Annotations.Formats;
using MaskClip.CommandLine;

namespace MaskClip.Cli;

/// <summary>
/// Formats of one's own in the command: assemblies that <c>MASKCLIP_EXTENSIONS</c> names, each of whose public formats is registered.
/// </summary>
internal static class Extensions
{
    /// <summary>The environment variable: paths of assemblies, separated as in <c>PATH</c>.</summary>
    public const string Variable = "MASKCLIP_EXTENSIONS";

    /// <summary>Loads what the variable names.</summary>
    /// <exception cref="IOException">A file is missing, is no .NET assembly, holds no format, or one whose name is taken.</exception>
    public static void Load(CliHost host)
    {
        foreach (var path in (host.Environment(Variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            Register(path, Types(Path.GetFullPath(Path.Combine(host.Folder, path)), path));
    }

    private static Type[] Types(string file, string path)
    {
        try
        {
            return Assembly.LoadFrom(file).GetExportedTypes();
        }
        catch (Exception error) when (error is IOException or BadImageFormatException or TypeLoadException)
        {
            throw new IOException($"{Variable} names '{path}', which cannot be loaded: {error.Message}", error);
        }
    }

    private static void Register(string path, Type[] types)
    {
        int found = 0;
        foreach (var type in types.Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false }
            && type.GetConstructor(Type.EmptyTypes) is not null))
        {
            if (!typeof(IAnnotationFormat).IsAssignableFrom(type) && !typeof(ISegmentationWriter).IsAssignableFrom(type)) continue;
            found++;
            try
            {
                var format = Activator.CreateInstance(type)!;
                if (format is IAnnotationFormat annotations && AnnotationFormats.All.All(known => known.GetType() != type))
                    AnnotationFormats.Register(annotations);
                if (format is ISegmentationWriter writer && SegmentationWriters.All.All(known => known.GetType() != type))
                    SegmentationWriters.Register(writer);
            }
            catch (Exception error) when (error is ArgumentException or OptionsException or TargetInvocationException)
            {
                throw new IOException($"{Variable} names '{path}': {(error.InnerException ?? error).Message}", error);
            }
        }

        if (found == 0)
        {
            throw new IOException(
                $"{Variable} names '{path}', which has no public class that is an IAnnotationFormat or an ISegmentationWriter and can be "
                + "created without arguments.");
        }
    }
}
