#!/usr/bin/env -S dotnet run -c Release
#:property PublishAot=false

// Looks into every package of a folder: what it says of itself, that it holds its own files and nothing else, and what it weighs.
// Prints a table, and ends with 1 where something is wrong.
//
//     dotnet run -c Release eng/check-packages.cs -- artifacts/packages
using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

const long Gallery = 250_000_000, Tool = 60_000_000;
if (args is not [var folder]) throw new ArgumentException("Give the folder of packages.");
List<string> wrong = [];
List<(string Name, long Size, long Models)> weights = [];
foreach (var path in Directory.GetFiles(folder, "*.nupkg").Order(StringComparer.Ordinal))
{
    using var package = ZipFile.OpenRead(path);
    var nuspec = package.Entries.Single(entry => !entry.FullName.Contains('/') && entry.Name.EndsWith(".nuspec", StringComparison.Ordinal));
    using var stream = nuspec.Open();
    var says = XDocument.Load(stream).Root!.Elements().Single(one => one.Name.LocalName == "metadata");
    string Value(string name) => says.Elements().FirstOrDefault(one => one.Name.LocalName == name)?.Value ?? "";
    string id = Value("id");
    void Expect(bool holds, string what)
    {
        if (!holds) wrong.Add($"{Path.GetFileName(path)}: {what}");
    }

    // What NuGet writes itself is no file of ours.
    string[] files = [.. package.Entries.Select(entry => entry.FullName)
        .Where(name => !Regex.IsMatch(name, @"^(_rels/|package/|\[Content_Types\]\.xml$|[^/]+\.nuspec$)"))];
    foreach (var field in (string[])["description", "tags", "authors", "readme", "icon", "license"])
        Expect(Value(field).Length > 0, $"says no {field}");
    Expect(files.Contains(Value("readme")) && files.Contains(Value("icon")), "its readme or its icon is not in it");
    var repository = says.Elements().FirstOrDefault(one => one.Name.LocalName == "repository");
    // NuGet drops the commit of a package that is described in a .nuspec and has no address.
    bool described = id.StartsWith("MaskClip.Runtime.", StringComparison.Ordinal);
    var commit = (string?)repository?.Attribute("commit") ?? "";
    Expect(described || Regex.IsMatch(commit, "^[0-9a-f]{40}$"), "does not say from which commit it was built");

    var types = says.Descendants().Where(one => one.Name.LocalName == "packageType")
        .Select(one => (string?)one.Attribute("name")).ToArray();
    var own = Regex.Escape(id);
    string pattern = types switch
    {
        ["DotnetToolRidPackage"] => @"^tools/net10\.0/[a-z]+-[a-z0-9]+/",
        ["DotnetTool"] => "^tools/any/any/DotnetToolSettings.xml$",
        _ when id.StartsWith("MaskClip.Models.", StringComparison.Ordinal) =>
            $@"^(models/[a-z-]+/[\w.-]+|MODEL_CARD\.md|NOTICES\.md|buildTransitive/{own}\.targets)$",
        _ when described => $@"^buildTransitive/{own}\.targets$",
        _ => $@"^lib/net10\.0/{own}\.(dll|xml)$",
    };
    foreach (var file in files.Where(file => file != Value("readme") && file != Value("icon")))
        Expect(Regex.IsMatch(file, pattern), $"holds {file}");
    bool library = pattern.Contains("lib/", StringComparison.Ordinal);
    if (library)
    {
        Expect(files.Contains($"lib/net10.0/{id}.xml"), "has no documentation");
        var symbols = Path.ChangeExtension(path, ".snupkg");
        Expect(File.Exists(symbols), "has no symbols");
        if (File.Exists(symbols))
        {
            using var debug = ZipFile.OpenRead(symbols);
            Expect(debug.GetEntry($"lib/net10.0/{id}.pdb") is not null, $"its symbols are not {id}.pdb");
        }
    }

    long models = package.Entries.Where(entry => entry.FullName.Contains("/maskclip-models/", StringComparison.Ordinal))
        .Sum(entry => entry.CompressedLength);
    long size = new FileInfo(path).Length;
    if (types is ["DotnetToolRidPackage"])
    {
        // Others' debug files, and libraries for other systems.
        foreach (var file in files.Where(file => Regex.IsMatch(file, @"/runtimes/|\.lib$|\.aar$|\.xcframework|/(?!MaskClip)[^/]*\.pdb$")))
        {
            Expect(false, $"holds {file}");
        }

        foreach (var name in (string[])["onnxruntime", "SkiaSharp"])
        {
            Expect(files.Any(file => Regex.IsMatch(file, $@"/(lib)?{name}\.(so|dll|dylib)$")), $"has no native {name}");
        }

        bool torch = files.Any(file => file.Contains("torch_cpu", StringComparison.Ordinal));
        Expect(torch == id.StartsWith("MaskClip.Train", StringComparison.Ordinal), "libtorch is where it should not be, or is missing");
        Expect(torch || size - models < Tool, $"weighs {size - models} bytes without models; {Tool} are allowed");
    }

    Expect(size < Gallery, $"weighs {size} bytes; the gallery takes {Gallery}");
    weights.Add((Path.GetFileNameWithoutExtension(path), size, models));
}

Console.WriteLine("| package | MB | of these, models |\n|---|---|---|");
foreach (var (name, size, models) in weights) Console.WriteLine($"| {name} | {Mega(size)} | {(models == 0 ? "" : Mega(models))} |");
foreach (var one in wrong) Console.Error.WriteLine($"error: {one}");
Console.WriteLine($"{weights.Count} packages looked into");
return wrong.Count == 0 && weights.Count > 0 ? 0 : 1;

static string Mega(long bytes) => (bytes / 1e6).ToString(bytes < 10_000_000 ? "0.0" : "0", CultureInfo.InvariantCulture);
