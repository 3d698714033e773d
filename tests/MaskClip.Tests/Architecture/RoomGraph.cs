using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MaskClip.Tests.Architecture;

/// <summary>Which rooms (folders) of an assembly use which others, by its compiled types.</summary>
/// <remarks>
/// A room is the first folder below the project; the folders below it belong to it. Constants leave no trace in compiled code.
/// </remarks>
internal sealed class RoomGraph
{
    private readonly SortedDictionary<(string From, string To), SortedSet<string>> uses = [];
    private readonly Dictionary<TypeDefinition, string?> rooms = [];
    private readonly ModuleDefinition module;
    private readonly string project;
    private readonly Func<string, string> roomOf;

    private RoomGraph(ModuleDefinition module, string project, Func<string, string> roomOf)
    {
        (this.module, this.project, this.roomOf) = (module, project, roomOf);
        foreach (var type in module.GetTypes()) AddUses(type);
    }

    /// <summary>Every use of one room by another: from, to, and which types.</summary>
    public IReadOnlyDictionary<(string From, string To), SortedSet<string>> Uses => uses;

    /// <summary>Reads an assembly and its symbols.</summary>
    /// <param name="assembly">Path of the assembly.</param>
    /// <param name="project">Folder of its sources.</param>
    /// <param name="roomOf">The room of a folder, where two folders are one room; the folder's name otherwise. The project itself is
    /// <c>""</c>.</param>
    public static RoomGraph Read(string assembly, string project, Func<string, string> roomOf)
    {
        using var module = ModuleDefinition.ReadModule(assembly, new ReaderParameters { ReadSymbols = true });
        return new(module, project, roomOf);
    }

    /// <summary>Rooms that use one another, directly or by others: each circle with the uses that close it.</summary>
    public IEnumerable<string> Circles()
    {
        var reached = uses.Keys.Select(use => use.From).Distinct().ToDictionary(room => room, Reached);
        return uses.Where(use => reached.GetValueOrDefault(use.Key.To)?.Contains(use.Key.From) ?? false)
            .OrderBy(use => use.Value.Count)
            .Select(use => $"{Name(use.Key.From)} uses {Name(use.Key.To)}, which uses it: {string.Join(", ", use.Value.Take(5))}");
    }

    private static string Name(string room) => room.Length > 0 ? room : "the project's own folder";

    private HashSet<string> Reached(string room)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>([room]);
        while (open.TryPop(out var one))
        {
            foreach (var (_, to) in uses.Keys.Where(use => use.From == one))
            {
                if (seen.Add(to)) open.Push(to);
            }
        }

        return seen;
    }

    private void AddUses(TypeDefinition type)
    {
        Add(type, type.BaseType);
        foreach (var used in type.Interfaces) Add(type, used.InterfaceType);
        foreach (var field in type.Fields) Add(type, field.FieldType);
        foreach (var method in type.Methods)
        {
            Add(type, method);
            if (!method.HasBody) continue;
            foreach (var variable in method.Body.Variables) Add(type, variable.VariableType);
            foreach (var handler in method.Body.ExceptionHandlers) Add(type, handler.CatchType);
            foreach (var instruction in method.Body.Instructions) Add(type, instruction.Operand);
        }
    }

    private void Add(TypeDefinition type, object? operand)
    {
        switch (operand)
        {
            case TypeReference used:
                Add(type, used);
                break;
            case FieldReference field:
                Add(type, field.DeclaringType);
                Add(type, field.FieldType);
                break;
            case MethodReference method:
                Add(type, method.DeclaringType);
                Add(type, method.ReturnType);
                foreach (var parameter in method.Parameters) Add(type, parameter.ParameterType);
                if (method is not GenericInstanceMethod generic) break;
                foreach (var argument in generic.GenericArguments) Add(type, argument);
                break;
        }
    }

    private void Add(TypeDefinition type, TypeReference? used)
    {
        if (used is GenericInstanceType generic)
        {
            foreach (var argument in generic.GenericArguments) Add(type, argument);
        }

        if (used is TypeSpecification specification) Add(type, specification.ElementType);
        if (used is null or TypeSpecification or GenericParameter || used.Scope != module) return;
        var (outer, other) = (Outermost(type), Outermost(used.Resolve()));
        if (Room(outer) is not { } from || Room(other) is not { } to || from == to) return;
        if (!uses.TryGetValue((from, to), out var examples)) uses[(from, to)] = examples = [];
        examples.Add($"{outer.Name} -> {other.Name}");
    }

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>The room of a type; none for what the compiler adds.</summary>
    private string? Room(TypeDefinition type)
    {
        if (rooms.TryGetValue(type, out var known)) return known;
        var file = Source(type);
        if (file is null)
        {
            // Interfaces and enums have no code. A file is found by the type that it holds.
            var name = $"{type.Name.Split('`')[0]}.cs";
            file = Directory.EnumerateFiles(project, name, SearchOption.AllDirectories).FirstOrDefault();
        }

        var folder = Path.DirectorySeparatorChar + Path.GetFileName(project) + Path.DirectorySeparatorChar;
        int at = file?.LastIndexOf(folder, StringComparison.Ordinal) ?? -1;
        if (at < 0) return rooms[type] = null;
        var inside = file![(at + folder.Length)..].Split(Path.DirectorySeparatorChar);
        return rooms[type] = inside[0] == "obj" ? null : roomOf(inside.Length > 1 ? inside[0] : "");
    }

    private static string? Source(TypeDefinition type) =>
        type.Methods.Where(method => method.DebugInformation.HasSequencePoints)
            .Select(method => method.DebugInformation.SequencePoints[0].Document.Url)
            .FirstOrDefault()
        ?? type.NestedTypes.Select(Source).FirstOrDefault(file => file is not null);
}
