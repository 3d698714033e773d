using System.Text.Json.Nodes;
using MaskClip.CommandLine;

namespace MaskClip.Cli.Tests;

/// <summary><c>--json</c>: one object a line for each photo, whatever becomes of it, and no files where none are wanted.</summary>
public sealed class JsonOutputTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private static readonly string[] Names = ["-p", "sky", "-p", "grass", "--templates", "simple"];

    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Json_OnePhotoOrSeveral_HasOneSchema()
    {
        cli.Photo("in/a.png");
        cli.Photo("in/b.png");

        var one = Objects(await cli.SucceedAsync(["segment", "in/a.png", "--json", "--save", "none", "-q", .. Names]));
        var two = Objects(await cli.SucceedAsync(["segment", "in", "--json", "--save", "none", .. Names]));

        Assert.Equal("photo,width,height,model,method,regions,background", Keys(Assert.Single(one)));
        Assert.Equal(2, two.Length);
        Assert.Equal(one[0].ToJsonString(), two[0].ToJsonString());
        Assert.Equal((160, 112), ((int)one[0]["width"]!, (int)one[0]["height"]!));
        Assert.Equal("class,label,score,peak,share,area,bbox", Keys(one[0]["regions"]![0]!.AsObject()));
        Assert.False(Directory.Exists(cli.At("out")));
    }

    [Fact]
    public async Task Json_PhotosThatFail_AreLinesToo()
    {
        cli.Photo("a.png");
        cli.Broken("b.png");

        var result = await cli.RunAsync(["segment", "a.png", "b.png", "missing.png", "--json", "--save", "none", "-q", .. Names]);
        var lines = Objects(result);

        Assert.Equal(ExitCode.SomeFailed, result.Code);
        Assert.Equal(["photo,width,height,model,method,regions,background", "photo,error", "photo,error"], lines.Select(Keys));
        Assert.Contains("missing.png", (string)lines[2]["error"]!);
        Assert.Equal(2, result.Error.Split('\n').Count(line => line.StartsWith("error: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Save_NoneBesideAnother_IsRefused()
    {
        var result = await cli.RunAsync(["segment", cli.Photo("a.png"), "--save", "none,json", .. Names]);

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("'none'", result.Error);
    }

    [Theory]
    [InlineData(0, "-p", "sky", "-p", "grass", "-b", "wall")]
    [InlineData(1, "-p", "sky", "-p", "grass")]
    [InlineData(0, "--classes", "voc")]
    [InlineData(0, "--classes", "voc", "-p", "kite")]
    public async Task Warning_OfNoBackground_IsForNamesThatAreNobodysWholeSet(int expected, params string[] names)
    {
        var result = await cli.SucceedAsync(["segment", cli.Photo("a.png"), "--templates", "simple", "--save", "none", .. names]);

        Assert.Equal(expected, result.Error.Split('\n').Count(line => line.Contains("No background was named", StringComparison.Ordinal)));
    }

    private static JsonObject[] Objects(CliResult result) => [.. result.Lines.Select(line => JsonNode.Parse(line)!.AsObject())];

    private static string Keys(JsonObject line) => string.Join(',', line.Select(field => field.Key));
}
