using System.Text.Json;
using MaskClip.Models;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Models;

public class KnownModelsTests
{
    [Fact]
    public void All_PublishedTable_HasTheSameNamesUrlsAndSums()
    {
        using var facts = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("facts", "vocabularies.json")));
        var published = facts.RootElement.GetProperty("openai_models").EnumerateObject()
            .Select(model => (model.Name, model.Value.GetProperty("url").GetString()!, model.Value.GetProperty("sha256").GetString()!));

        Assert.Equal(published, KnownModels.All.Select(model => (model.OfficialName, model.Url.AbsoluteUri, model.Sha256)));
    }
}
