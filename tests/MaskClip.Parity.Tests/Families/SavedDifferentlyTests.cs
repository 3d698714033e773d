using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using MaskClip.Checkpoints;
using MaskClip.Families;
using MaskClip.Model;
using MaskClip.Models;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Families;

/// <summary>The families' models as training programs save them: inside other modules, or spoiled.</summary>
public sealed class SavedDifferentlyTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    private static readonly (string Model, string File)[] Models =
    [
        ("siglip/hf", "model.safetensors"), ("siglip/openclip", "open_clip_model.safetensors"), ("tipsv2/hf", "model.safetensors"),
        ("tipsv2/hf-native-swiglu", "model.safetensors"), ("metaclip2/openclip-mt5", "open_clip_model.safetensors"),
    ];

    private static readonly string[] Around = ["module.", "_orig_mod.", "state_dict.model.", "teacher.backbone."];

    public static TheoryData<string, string, string> Wrapped =>
        [.. Models.SelectMany(model => Around.Select(prefix => (model.Model, model.File, prefix)))];

    public static TheoryData<string, string> Plain => [.. Models];

    [Theory]
    [MemberData(nameof(Wrapped))]
    public void Modules_AroundTheModel_AreTakenOff(string model, string file, string prefix)
    {
        var folder = Golden.Copy(home.Folder, model);
        var plain = Texts(folder);
        Rewrite(Path.Combine(folder, file), (name, entry, _) => (prefix + name, entry));

        Assert.Equal(plain, Texts(folder));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void Tensor_BesideTheModules_IsNamed(string model, string file)
    {
        var folder = Golden.Copy(home.Folder, model);
        bool first = true;
        Rewrite(Path.Combine(folder, file), (name, entry, _) =>
        {
            var renamed = first ? "left.over.weight" : "module." + name;
            first = false;
            return (renamed, entry);
        });

        Assert.Contains("left.over.weight", Assert.Throws<CheckpointException>(() => Texts(folder)).Message);
    }

    [Theory]
    [InlineData("siglip/hf", "model.safetensors", "logit_scale", 0x7E00)]
    [InlineData("siglip/openclip", "open_clip_model.safetensors", "logit_scale", 0x7C00)]
    [InlineData("siglip/openclip", "open_clip_model.safetensors", "logit_scale", 0x63D0)] // 1000: its exponential is infinite
    [InlineData("siglip/hf", "model.safetensors", "logit_bias", 0x7E00)]
    [InlineData("metaclip2/openclip-mt5", "open_clip_model.safetensors", "logit_scale", 0x63D0)]
    public void Scale_ThatIsNoNumber_IsNamed(string model, string file, string tensor, int half)
    {
        var folder = Golden.Copy(home.Folder, model);
        Rewrite(Path.Combine(folder, file), (name, entry, bytes) =>
        {
            if (name == tensor)
            {
                Assert.Equal("F16", (string?)entry["dtype"]);
                BinaryPrimitives.WriteUInt16LittleEndian(bytes[(int)(long)entry["data_offsets"]![0]!..], (ushort)half);
            }

            return (name, entry);
        });

        Assert.Contains(tensor, Assert.Throws<CheckpointException>(() => Texts(folder)).Message);
    }

    private delegate (string Name, JsonNode Entry) Change(string name, JsonNode entry, Span<byte> bytes);

    private static void Rewrite(string path, Change change)
    {
        byte[] file = File.ReadAllBytes(path);
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        byte[] data = file[(8 + length)..];
        var header = new JsonObject();
        foreach (var (name, entry) in JsonNode.Parse(file.AsSpan(8, length))!.AsObject())
        {
            if (name == "__metadata__") continue;
            var (renamed, changed) = change(name, entry!.DeepClone(), data);
            header[renamed] = changed;
        }

        byte[] json = Encoding.UTF8.GetBytes(header.ToJsonString());
        byte[] size = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(size, (ulong)json.Length);
        File.WriteAllBytes(path, [.. size, .. json, .. data]);
    }

    private float[] Texts(string folder)
    {
        using var model = ModelFamilies.Open(
            new ModelSource("saved", folder, "a test's"), new OpeningOptions { CacheFolder = Path.Combine(home.Folder, "graphs") });
        return [model.LogitScale, .. Golden.SomeText(model)];
    }
}
