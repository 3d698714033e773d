#!/usr/bin/env -S dotnet run -c Release
#:sdk Microsoft.NET.Sdk.Web
#:property PublishAot=false

// Writes the API reference as Markdown, a page a namespace, from the libraries as they were built and their XML documentation. Ends with 1
// where a public type or value has no summary.
//
//     dotnet build MaskClip.slnx -c Release
//     dotnet run -c Release eng/api-reference.cs -- artifacts/api [CONFIGURATION]
using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
var repository = Path.GetFullPath(Path.Combine(Folder(), ".."));
var output = Directory.CreateDirectory(args.Length > 0 ? args[0] : Path.Combine(repository, "artifacts", "api")).FullName;
var configuration = args.Length > 1 ? args[1] : "Release";
var pages = new SortedDictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
List<string> missing = [];
int members = 0;

foreach (var project in Directory.GetDirectories(Path.Combine(repository, "src")).Order(StringComparer.Ordinal))
{
    var name = Path.GetFileName(project);
    var xml = Path.Combine(project, "bin", configuration, "net10.0", $"{name}.xml");
    if (!File.Exists(xml)) continue; // commands document nothing
    // What tests a library has the packages beside it that it needs.
    var assembly = Directory.GetDirectories(Path.Combine(repository, "tests"))
        .OrderByDescending(tests => Path.GetFileName(tests) == $"{name}.Tests")
        .Select(tests => Path.Combine(tests, "bin", configuration, "net10.0", $"{name}.dll")).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException($"No test has been built beside {name}: build MaskClip.slnx in {configuration} first.");
    var docs = XDocument.Load(xml).Descendants("member").ToDictionary(one => (string)one.Attribute("name")!, StringComparer.Ordinal);
    AppDomain.CurrentDomain.AssemblyResolve += (_, wanted) =>
        Path.Combine(Path.GetDirectoryName(assembly)!, $"{new AssemblyName(wanted.Name).Name}.dll") is var path && File.Exists(path)
            ? Assembly.LoadFrom(path)
            : null;
    // What a compiler's generators add (Orleans' serializers) is nobody's to call.
    foreach (var type in Assembly.LoadFrom(assembly).GetExportedTypes().Where(type => !type.IsDefined(typeof(GeneratedCodeAttribute))))
    {
        if (!pages.TryGetValue(type.Namespace!, out var page)) pages[type.Namespace!] = page = new(StringComparer.Ordinal);
        page[type.FullName!] = Write(type, docs, name);
    }
}

foreach (var (space, types) in pages)
    File.WriteAllText(Path.Combine(output, $"{space}.md"), $"# {space}\n\n{string.Join('\n', types.Values)}");
File.WriteAllLines(
    Path.Combine(output, "index.md"),
    [
        "# API reference", "",
        .. pages.Select(page => $"- [{page.Key}]({page.Key}.md): {string.Join(", ", page.Value.Keys.Select(Short))}"),
    ]);
Console.WriteLine($"{pages.Count} namespaces, {pages.Sum(page => page.Value.Count)} types, {members} members: {output}");
foreach (var one in missing) Console.WriteLine($"no summary: {one}");
return missing.Count == 0 && pages.Count > 0 ? 0 : 1;

string Write(Type type, Dictionary<string, XElement> docs, string package)
{
    var text = new StringBuilder($"## {Name(type)}\n\n`{Kind(type)}` in `{package}`\n\n");
    text.Append(Body(docs, $"T:{Id(type)}"));
    foreach (var member in type.GetMembers(Declared).Where(IsDocumented)
        .OrderBy(one => one.MemberType).ThenBy(one => one.Name, StringComparer.Ordinal))
    {
        members++;
        var title = member is ConstructorInfo ? "new" : member.Name;
        text.Append($"### {Short(Name(type))}.{title}\n\n```csharp\n{Signature(member)}\n```\n\n");
        text.Append(Body(docs, IdOf(member)));
    }

    return text.ToString();
}

// What compilers write is inherited or says nothing.
static bool IsDocumented(MemberInfo member) => member switch
{
    Type => false,
    MethodInfo method => !method.IsSpecialName && method.GetCustomAttribute<CompilerGeneratedAttribute>() is null
        && method.Name[0] != '<',
    PropertyInfo property => property.Name != "EqualityContract",
    FieldInfo field => !field.IsSpecialName,
    ConstructorInfo constructor => constructor.GetCustomAttribute<CompilerGeneratedAttribute>() is null,
    _ => true,
};

string Body(Dictionary<string, XElement> docs, string id)
{
    var text = new StringBuilder();
    var one = docs.GetValueOrDefault(id);
    var summary = Flat(one?.Element("summary"));
    if (summary.Length == 0 && one?.Element("inheritdoc") is null && id[0] != 'M') missing.Add(id);
    if (summary.Length > 0) text.Append($"{summary}\n\n");
    if (one is null) return text.ToString();
    foreach (var parameter in one.Elements("param")) text.Append($"- `{(string?)parameter.Attribute("name")}`: {Flat(parameter)}\n");
    if (one.Element("returns") is { } returns) text.Append($"- returns: {Flat(returns)}\n");
    foreach (var error in one.Elements("exception"))
        text.Append($"- throws {Reference((string?)error.Attribute("cref"))}: {Flat(error)}\n");
    if (text.Length > 1 && text[^2] != '\n') text.Append('\n');
    if (Flat(one.Element("remarks")) is { Length: > 0 } remarks) text.Append($"{remarks}\n\n");
    return text.ToString();
}

string Flat(XElement? element) => element is null ? "" : Regex.Replace(string.Concat(element.Nodes().Select(node => node switch
{
    XText words => words.Value,
    XElement { Name.LocalName: "see" or "seealso" } see =>
        Reference((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? (string?)see.Attribute("href")),
    XElement { Name.LocalName: "paramref" or "typeparamref" } named => $"`{(string?)named.Attribute("name")}`",
    XElement { Name.LocalName: "c" or "code" } code => $"`{code.Value}`",
    XElement other => $" {Flat(other)}",
    _ => "",
})), @"\s+", " ").Trim();

static string Reference(string? cref) => $"`{Regex.Replace(cref?.Split('(')[0] ?? "", @"^[A-Z]:(?:MaskClip\.|System\.)?", "")}`";

static string Kind(Type type) => type switch
{
    { IsInterface: true } => "interface",
    { IsEnum: true } => "enum",
    _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
    { IsValueType: true } => "struct",
    { IsAbstract: true, IsSealed: true } => "static class",
    { IsAbstract: true } => "abstract class",
    { IsSealed: true } => "sealed class",
    _ => "class",
};

static string Short(string name) => name[(name.LastIndexOf('.') + 1)..];

static string Name(Type type) => type switch
{
    { IsGenericParameter: true } => type.Name,
    { IsArray: true } => $"{Name(type.GetElementType()!)}[]",
    { IsByRef: true } => Name(type.GetElementType()!),
    { IsGenericType: true } => $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
    _ => type.Name switch
    {
        "Int32" => "int",
        "Int64" => "long",
        "UInt16" => "ushort",
        "Single" => "float",
        "Boolean" => "bool",
        "Byte" or "Double" or "String" or "Void" or "Object" => type.Name.ToLowerInvariant(),
        var other => other,
    },
};

static string Signature(MemberInfo member) => member switch
{
    MethodInfo method => $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} "
        + $"{method.Name}{Arguments(method)}({Parameters(method)})",
    ConstructorInfo constructor => $"new {Name(constructor.DeclaringType!)}({Parameters(constructor)})",
    PropertyInfo property => $"{(property.GetMethod?.IsStatic == true ? "static " : "")}{Name(property.PropertyType)} {property.Name} "
        + $"{{ {(property.CanRead ? "get; " : "")}{Setter(property.SetMethod)}}}",
    FieldInfo { IsLiteral: true } field => $"const {Name(field.FieldType)} {field.Name}",
    FieldInfo field => $"{(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
    EventInfo raised => $"event {Name(raised.EventHandlerType!)} {raised.Name}",
    _ => member.Name,
};

static string Setter(MethodInfo? set) => set is not { IsPublic: true } ? ""
    : set.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? "init; "
    : "set; ";

static string Arguments(MethodInfo method) =>
    method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(one =>
    $"{(one.IsOut ? "out " : one.ParameterType.IsByRef ? "in " : "")}{Name(one.ParameterType)} {one.Name}"
        + (one.HasDefaultValue ? $" = {one.DefaultValue ?? "default"}" : "")));

// The compiler's identifiers (ECMA-334, annex D).
static string Id(Type type) => type.IsGenericType && !type.IsGenericTypeDefinition
    ? $"{Id(type.GetGenericTypeDefinition()).Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(ParameterId))}}}"
    : (type.FullName ?? type.Name).Replace('+', '.');

static string ParameterId(Type type) => type switch
{
    { IsGenericMethodParameter: true } => $"``{type.GenericParameterPosition}",
    { IsGenericParameter: true } => $"`{type.GenericParameterPosition}",
    { IsByRef: true } => $"{ParameterId(type.GetElementType()!)}@",
    { IsArray: true } => $"{ParameterId(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]",
    _ => Id(type),
};

static string IdOf(MemberInfo member) => member switch
{
    MethodBase method => $"M:{Id(method.DeclaringType!)}.{(method is ConstructorInfo ? "#ctor" : method.Name)}"
        + $"{(method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "")}{Ids(method.GetParameters())}",
    PropertyInfo property => $"P:{Id(property.DeclaringType!)}.{property.Name}{Ids(property.GetIndexParameters())}",
    EventInfo raised => $"E:{Id(raised.DeclaringType!)}.{raised.Name}",
    _ => $"F:{Id(member.DeclaringType!)}.{member.Name}",
};

static string Ids(ParameterInfo[] parameters) =>
    parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(one => ParameterId(one.ParameterType)))})";

static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
