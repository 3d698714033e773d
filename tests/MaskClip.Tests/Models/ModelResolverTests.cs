namespace MaskClip.Tests.Models;

public sealed class ModelResolverTests : IDisposable
{
    private readonly StoreBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Resolve_NothingNamedNothingPulledNothingInstalled_SaysWhatToReferenceAndPull()
    {
        var message = Assert.Throws<FileNotFoundException>(() => bench.Store.Resolve()).Message;

        Assert.StartsWith(
            "There is no model: none was named, ViT-B-16 has not been pulled, and no model package is installed at ", message);
        Assert.EndsWith("Reference the package MaskClip.Models.Photo, name a checkpoint, or run 'maskclip models pull ViT-B-16'.", message);
    }

    [Fact]
    public void Resolve_NothingNamedNothingPulled_IsWorldClipWhereItAloneIsInstalled()
    {
        bench.Write(Path.Combine("packages", "world-clip", "model.json"), "{}"u8);

        Assert.Equal(
            new ModelSource(
                "world-clip",
                Path.Combine(bench.Packages, "world-clip"),
                "no model was named, and ViT-B-16 has not been pulled"), bench.Store.Resolve());
    }

    [Fact]
    public void Resolve_NothingNamedNothingPulled_IsThePhotoPackageWhereItIsInstalled()
    {
        bench.Write(Path.Combine("packages", "photo", "model.json"), "{}"u8);
        bench.Write(Path.Combine("packages", "other", "model.json"), "{}"u8);
        bench.Write(Path.Combine("packages", "world-clip", "model.json"), "{}"u8);

        Assert.Equal(
            new ModelSource("photo", Path.Combine(bench.Packages, "photo"), "no model was named, and ViT-B-16 has not been pulled"),
            bench.Store.Resolve());
        Assert.Equal(new ModelSource("other", Path.Combine(bench.Packages, "other"), "named on request"), bench.Store.Resolve("Other"));
        Assert.Contains(
            "Installed: other, photo, world-clip.", Assert.Throws<FileNotFoundException>(() => bench.Store.Resolve("another")).Message);
        bench.Write(bench.Target, [1]);
        Assert.Equal("ViT-B-16", bench.Store.Resolve().DisplayName);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Resolve_NothingNamedDefaultPulled_IsThat(string? name)
    {
        bench.Write(bench.Target, [1]);

        Assert.Equal(new ModelSource("ViT-B-16", bench.Target, "pulled, and no model was named"), bench.Store.Resolve(name));
    }

    [Fact]
    public void Resolve_Variable_GoesBeforeThePulledDefault()
    {
        bench.Write(bench.Target, [1]);
        var file = bench.Write("own.pt", [2]);
        bench.Set("MASKCLIP_MODEL", file);

        Assert.Equal(new ModelSource("own.pt", file, "named by MASKCLIP_MODEL"), bench.Store.Resolve());
    }

    [Fact]
    public void Resolve_Argument_GoesBeforeTheVariable()
    {
        bench.Write(bench.Target, [1]);
        bench.Set("MASKCLIP_MODEL", "world-clip");

        Assert.Equal(new ModelSource("ViT-B-16", bench.Target, "named on request"), bench.Store.Resolve("vit-b/16"));
    }

    [Fact]
    public void Resolve_InstalledModel_IsEvenWhenAnotherIsPulled()
    {
        bench.Write(bench.Target, [1]);
        bench.Write(Path.Combine("packages", "world-clip", "model.json"), "{}"u8);

        Assert.Equal(
            new ModelSource("world-clip", Path.Combine(bench.Packages, "world-clip"), "named on request"),
            bench.Store.Resolve("World-CLIP"));
    }

    [Theory]
    [InlineData("World-CLIP", "'world-clip' is not installed. Reference the package MaskClip.Models.World")]
    [InlineData("photo", "'photo' is not installed. Reference the package MaskClip.Models.Photo")]
    public void Resolve_ModelOfThisProjectThatIsNotInstalled_SaysWhatToReference(string name, string expected) =>
        Assert.Contains(expected, Assert.Throws<FileNotFoundException>(() => bench.Store.Resolve(name)).Message);

    [Fact]
    public void Resolve_Folder_IsTakenAndNamedByItsLastPart()
    {
        var file = bench.Write(Path.Combine("my-model", "model.safetensors"), [1]);
        var folder = Path.GetDirectoryName(file)! + Path.DirectorySeparatorChar;

        var source = bench.Store.Resolve(folder);

        Assert.Equal("my-model", source.DisplayName);
        Assert.Equal(folder, source.Path);
    }

    [Fact]
    public void Resolve_PathThatEndsInAKnownName_IsAPath()
    {
        var file = bench.Write("RN50", [1]);

        Assert.Equal(file, bench.Store.Resolve(file).Path);
        var relative = "./" + Path.GetRelativePath(Environment.CurrentDirectory, file);
        Assert.Equal(file, bench.Store.Resolve(relative).Path);
    }

    [Fact]
    public void Resolve_KnownButNotPulled_SaysHowToPullAndWhereToPut()
    {
        var path = Path.Combine(bench.Store.Folder, "RN50.pt");

        var exception = Assert.Throws<FileNotFoundException>(() => bench.Store.Resolve("rn50"));

        Assert.Equal(
            $"RN50 is not here yet: 'maskclip models pull RN50' brings it (255 MB), or put the file at {path}.", exception.Message);
        Assert.Equal(path, exception.FileName);
    }

    [Fact]
    public void Resolve_UnknownFromVariable_NamesVariableNamesAndPath()
    {
        bench.Set("MASKCLIP_MODEL", "vit-b-61.pt");

        var message = Assert.Throws<FileNotFoundException>(() => bench.Store.Resolve()).Message;

        Assert.StartsWith("MASKCLIP_MODEL is 'vit-b-61.pt'. There is no model named 'vit-b-61.pt'. Did you mean 'ViT-B-16'?", message);
        Assert.Contains("Known names: ViT-B-16, RN50.", message);
        Assert.Contains("No model package is installed. A path to a checkpoint file or folder is taken too", message);
        Assert.Contains(Path.GetFullPath("vit-b-61.pt"), message);
    }

    [Fact]
    public void Resolve_FarFromEveryName_SuggestsNone()
    {
        var message = Assert.Throws<FileNotFoundException>(() => bench.Store.Resolve("photo.jpeg")).Message;

        Assert.DoesNotContain("Did you mean", message);
    }

    [Fact]
    public void Find_Pulled_TakesEverySpelling()
    {
        Assert.Null(bench.Store.Find("ViT-B-16"));
        bench.Write(bench.Target, [1]);

        Assert.All(["ViT-B-16", "ViT-B/16", "vit_b_16", "VITB16"], name => Assert.Equal(bench.Target, bench.Store.Find(name)));
        Assert.Null(bench.Store.Find("RN50"));
        Assert.Null(bench.Store.Find("unknown"));
    }
}
