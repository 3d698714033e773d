#!/usr/bin/env -S dotnet run -c Release
#:package Mono.Cecil
#:property PublishAot=false
#:property TreatWarningsAsErrors=true

// Mutation testing: changes one operation of the compiled library at a time (+ becomes -, < becomes <=, a constant is doubled, ...) and
// runs tests. A change that no test notices survives, and is printed with its file and line: a test is missing there, or the change means
// nothing.
//
//     dotnet build tests/MaskClip.Tests -c Release
//     dotnet run -c Release eng/mutate.cs -- MaskClip.Tests MaskClip "MaskClip.Scores.KeySmoothing*" "*KeySmoothing*" [MAX] [SEED]
//
// The arguments: the test project, the library, which of its types (* stands for anything), which test classes, the number of changes (40;
// drawn at random where there are more) and the seed. Ends with 1 where one survived.
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

if (args is not [var project, var library, var types, var tests, ..])
    throw new ArgumentException("Give the test project, the library, types and test classes.");
int max = args.Length > 4 ? int.Parse(args[4]) : 40, seed = args.Length > 5 ? int.Parse(args[5]) : 0;
var built = Path.GetFullPath(Path.Combine(Folder(), "..", "tests", project, "bin", "Release", "net10.0"));
// Below the repository, where tests look for it.
var work = Path.GetFullPath(Path.Combine(Folder(), "..", "artifacts", $"mutate-{Environment.ProcessId}"));
try
{
    // Everything is linked but the library itself, which is written anew.
    foreach (var path in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
    {
        var link = Path.Combine(work, Path.GetRelativePath(built, path));
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        if (Path.GetExtension(path) is ".dll" or ".json") File.Copy(path, link);
        else File.CreateSymbolicLink(link, path);
    }

    if (!Passes(TimeSpan.FromMinutes(5), out var clean))
        throw new InvalidOperationException($"The tests fail without any change, or there are none: {tests}");
    var limit = TimeSpan.FromSeconds(10 + 3 * clean.TotalSeconds);
    var found = Candidates().ToList();
    var random = new Random(seed);
    var chosen = found.Count <= max ? found : [.. found.OrderBy(_ => random.Next()).Take(max).OrderBy(one => one)];
    Console.WriteLine(
        $"{found.Count} possible changes, {chosen.Count} of them tried (seed {seed}); the tests alone take {clean.TotalSeconds:0.0} s");
    int survivors = 0;
    foreach (int number in chosen)
    {
        var what = Write(number);
        if (!Passes(limit, out _)) continue;
        survivors++;
        Console.WriteLine($"survived: {number}: {what}");
    }

    Console.WriteLine($"{chosen.Count - survivors} killed, {survivors} survived");
    return survivors == 0 ? 0 : 1;
}
finally
{
    Directory.Delete(work, recursive: true);
}

bool Passes(TimeSpan limit, out TimeSpan took)
{
    var clock = Stopwatch.StartNew();
    string[] arguments = ["exec", Path.Combine(work, $"{project}.dll"), "-class", tests, "-noLogo", "-noColor", "-stopOnFail"];
    var start = new ProcessStartInfo("dotnet", arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    };
    using var process = Process.Start(start)!;
    process.OutputDataReceived += (_, _) => { };
    process.ErrorDataReceived += (_, _) => { };
    process.BeginOutputReadLine();
    process.BeginErrorReadLine();
    bool ended = process.WaitForExit(limit);
    if (!ended) process.Kill(entireProcessTree: true); // an endless loop is noticed
    process.WaitForExit();
    took = clock.Elapsed;
    return ended && process.ExitCode == 0;
}

AssemblyDefinition Read()
{
    var resolver = new DefaultAssemblyResolver();
    resolver.AddSearchDirectory(built);
    resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
    return AssemblyDefinition.ReadAssembly(
        Path.Combine(built, $"{library}.dll"), new ReaderParameters { ReadSymbols = true, InMemory = true, AssemblyResolver = resolver });
}

static bool Matches(string name, string pattern) => Regex.IsMatch(name, $"^{Regex.Escape(pattern).Replace("\\*", ".*")}$");

IEnumerable<MethodDefinition> Methods(AssemblyDefinition assembly) => assembly.MainModule.GetTypes()
    .Where(type => types.Split(',').Any(pattern => Matches(type.FullName.Replace('/', '.'), pattern)))
    .SelectMany(type => type.Methods)
    .Where(method => method.HasBody && method.DebugInformation.HasSequencePoints);

IEnumerable<int> Candidates()
{
    using var assembly = Read();
    int number = 0;
    foreach (var method in Methods(assembly))
    {
        foreach (var instruction in method.Body.Instructions)
        {
            if (Change(instruction, method, apply: false) is not null) yield return number++;
        }
    }
}

string Write(int wanted)
{
    using var assembly = Read();
    int number = 0;
    foreach (var method in Methods(assembly))
    {
        foreach (var instruction in method.Body.Instructions)
        {
            if (Change(instruction, method, apply: false) is null || number++ != wanted) continue;
            var point = method.DebugInformation.SequencePoints.LastOrDefault(one => one.Offset <= instruction.Offset && !one.IsHidden);
            var what = Change(instruction, method, apply: true)!;
            assembly.Write(Path.Combine(work, $"{library}.dll"));
            return $"{Path.GetFileName(point?.Document.Url)}:{point?.StartLine} ({method.Name}): {what}";
        }
    }

    throw new InvalidOperationException($"There is no change {wanted}.");
}

// What an operation becomes; null for one that is left alone.
static string? Change(Instruction one, MethodDefinition method, bool apply)
{
    var from = one.OpCode;
    OpCode? to = from.Code switch
    {
        Code.Add => OpCodes.Sub,
        Code.Sub => OpCodes.Add,
        Code.Mul => OpCodes.Div,
        Code.Div => OpCodes.Mul,
        Code.Rem => OpCodes.Mul,
        Code.Neg => OpCodes.Nop,
        Code.Clt => OpCodes.Cgt,
        Code.Cgt => OpCodes.Clt,
        Code.Blt => OpCodes.Ble,
        Code.Blt_S => OpCodes.Ble_S,
        Code.Ble => OpCodes.Blt,
        Code.Ble_S => OpCodes.Blt_S,
        Code.Bgt => OpCodes.Bge,
        Code.Bgt_S => OpCodes.Bge_S,
        Code.Bge => OpCodes.Bgt,
        Code.Bge_S => OpCodes.Bgt_S,
        Code.Beq => OpCodes.Bne_Un,
        Code.Beq_S => OpCodes.Bne_Un_S,
        Code.Bne_Un => OpCodes.Beq,
        Code.Bne_Un_S => OpCodes.Beq_S,
        Code.Brtrue => OpCodes.Brfalse,
        Code.Brtrue_S => OpCodes.Brfalse_S,
        Code.Brfalse => OpCodes.Brtrue,
        Code.Brfalse_S => OpCodes.Brtrue_S,
        _ => null,
    };
    if (to is { } other)
    {
        if (apply) one.OpCode = other;
        return $"{from.Name} became {other.Name}";
    }

    if (one.Operand is float single and not 0)
    {
        if (apply) one.Operand = 2 * single;
        return $"{single} became {2 * single}";
    }

    if (one.Operand is double number and not 0)
    {
        if (apply) one.Operand = 2 * number;
        return $"{number} became {2 * number}";
    }

    // What another method of the same shape does: MathF.Max for Min, an operator of vectors for its opposite.
    if (one.Operand is MethodReference called && Opposites.FirstOrDefault(pair => pair.From == called.Name).To is { } opposite
        && called.Resolve() is { } was && was.DeclaringType.Methods.Any(two => two.Name == opposite && SameShape(two, was)))
    {
        if (apply)
        {
            var reference = new MethodReference(opposite, called.ReturnType, called.DeclaringType) { HasThis = called.HasThis };
            var shape = called.GetElementMethod();
            foreach (var parameter in shape.Parameters) reference.Parameters.Add(new(parameter.ParameterType));
            foreach (var generic in shape.GenericParameters) reference.GenericParameters.Add(new(generic.Name, reference));
            MethodReference target = reference;
            if (called is GenericInstanceMethod instance)
            {
                var made = new GenericInstanceMethod(reference);
                foreach (var argument in instance.GenericArguments) made.GenericArguments.Add(argument);
                target = made;
            }

            one.Operand = target;
        }

        return $"{called.Name} became {opposite}";
    }

    return null;
}

static bool SameShape(MethodDefinition one, MethodDefinition two) => one.GenericParameters.Count == two.GenericParameters.Count
    && Types(one).SequenceEqual(Types(two));

static IEnumerable<string> Types(MethodDefinition method) => method.Parameters.Select(parameter => parameter.ParameterType.FullName);

static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

internal static partial class Program
{
    private static readonly (string From, string To)[] Opposites =
    [
        ("Max", "Min"), ("Min", "Max"), ("Add", "Subtract"), ("Subtract", "Add"), ("Multiply", "Add"), ("Divide", "Multiply"),
        ("op_Addition", "op_Subtraction"), ("op_Subtraction", "op_Addition"), ("op_Multiply", "op_Addition"),
        ("op_Division", "op_Multiply"), ("LessThan", "GreaterThan"), ("GreaterThan", "LessThan"),
        ("Floor", "Ceiling"), ("Ceiling", "Floor"), ("Exp", "Abs"), ("Sqrt", "Abs"),
    ];
}
