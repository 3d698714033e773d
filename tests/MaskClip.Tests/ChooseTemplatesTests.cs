using MaskClip.Scores;
using MaskClip.World;

namespace MaskClip.Tests;

/// <summary>Templates that a model chooses by photos are those of the formula, whatever is cached.</summary>
public sealed class ChooseTemplatesTests : IDisposable
{
    private static readonly Vocabulary Names = Vocabulary.Parse(["sky", "grass|lawn", "tree"]);
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-templates-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ChooseTemplates_Photos_TakesTheSurestOfEachClass_AndAsksAgainInNoTime()
    {
        RgbImage[] photos = [SamplePostcard.Draw(96, 64), SamplePostcard.Draw(160, 96)];
        using var model = Load();
        var names = model.Embed(Names);

        var chosen = model.ChooseTemplates(names, photos, new() { Count = 2 });

        Assert.Equal(photos.Length, chosen.Templates!.Photos);
        Assert.Equal(["sky", "grass", "tree"], chosen.Templates.Classes.Select(one => one.Name));
        var each = chosen.Templates.From.Templates.Select(template => model.Embed(Names, new() { Templates = Alone(template) })).ToArray();
        var entropies = new TemplateEntropies(each, model.Defaults.LogitScale);
        foreach (var photo in photos)
        {
            using var features = model.Embed(photo);
            entropies.Add(features.Features.ToArray(), default, CancellationToken.None);
        }

        for (int label = 0; label < Names.Classes.Count; label++)
        {
            var expected = entropies.Surest(label, 2);
            var found = chosen.Templates.Classes[label].Templates;
            Assert.Equal(expected.Select(one => chosen.Templates.From.Templates[one.Template]), found.Select(one => one.Text));
            foreach (var (one, right) in found.Zip(expected)) Assert.Equal(right.Entropy, one.Entropy, 1e-4);
        }

        using var other = Load();
        var again = other.ChooseTemplates(other.Embed(Names), photos, new() { Count = 2 });
        Assert.Equal(
            chosen.Experts.SelectMany(expert => expert.Names.Rows), again.Experts.SelectMany(expert => expert.Names.Rows));
        Assert.Equal(model.For(chosen).Fingerprint, other.For(again).Fingerprint);
        Assert.NotEqual(model.For(names).Fingerprint, model.For(chosen).Fingerprint);
    }

    [Fact]
    public void ChooseTemplates_ExpertsRows_AreThoseOfTheirTemplatesAsASet()
    {
        using var model = Load();
        var chosen = model.ChooseTemplates(model.Embed(Names), [SamplePostcard.Draw(96, 64)], new() { Count = 3 });

        for (int label = 0; label < Names.Classes.Count; label++)
        {
            var expert = chosen.Experts.Single(one => one.Claims[label]);
            string[] own = [.. chosen.Templates!.Classes[label].Templates.Select(one => one.Text)];
            var expected = own.Length == 0 ? model.Embed(Names) : model.Embed(Names, new() { Templates = Alone(own) });
            for (int i = 0; i < expected.Rows.Length; i++) Assert.Equal(expected.Rows[i], expert.Names.Rows[i], 1e-5);
        }
    }

    [Fact]
    public void ChooseTemplates_WholeAndWindowsOfOne_GiveTheFusedScoresLabels()
    {
        var photo = SamplePostcard.Draw(160, 96);
        using var model = Load();
        var chosen = model.ChooseTemplates(model.Embed(Names), [photo]);
        using var features = model.Embed(photo);

        var found = features.Segment(chosen);

        var scores = GridScores.Cosines(features.Features, chosen);
        ExpertScores.Fuse(scores, features.Features, chosen.Experts, model.Defaults.LogitScale);
        var expected = scores.Confidences(model.Defaults.LogitScale);
        Assert.Equal(expected, features.Score(chosen, new()).Confidences(model.Defaults.LogitScale));
        Assert.Equal(found.Data, model.Segment(photo, chosen).Data);
        Assert.NotEqual(expected, features.Score(model.Embed(Names), new()).Confidences(model.Defaults.LogitScale));
    }

    [Fact]
    public void ChooseTemplates_NothingToChooseFromOrBy_IsRefusedByName()
    {
        using var model = Load();
        var names = model.Embed(Names);
        RgbImage[] photos = [SamplePostcard.Draw(96, 64)];
        var simple = model.Embed(Names, new() { Templates = PromptTemplates.Simple });
        using var features = model.Embed(photos[0]);
        var examples = names.With([features.Exemplar("cloud", new(1, 1, 1, 1))]);

        Assert.Contains("'simple'", Assert.Throws<OptionsException>(() => model.ChooseTemplates(simple, photos)).Message);
        Assert.Contains("no photo", Assert.Throws<ArgumentException>(() => model.ChooseTemplates(names, [])).Message);
        Assert.Contains("examples", Assert.Throws<ArgumentException>(() => model.ChooseTemplates(examples, photos)).Message);
        Assert.Contains(
            "taken out",
            Assert.Throws<ArgumentException>(() => model.ChooseTemplates(names.Without([true, false, false]), photos)).Message);
        Assert.Contains(
            "0 templates",
            Assert.Throws<OptionsException>(() => model.ChooseTemplates(names, photos, new() { Count = 0 })).Message);
    }

    [Fact]
    public void ChooseTemplates_APhotoThatCannotBeEmbedded_IsPassedOver_AndAloneSaysWhy()
    {
        using var model = Segmenter.Load(
            "world-clip", new() { Photos = new() { Size = 64 }, CacheFolder = folder, MaxPhotoMemory = 64 << 20 });
        var names = model.Embed(Names);
        var thin = new RgbImage(1, 2000, new byte[6000]);
        var error = Assert.Throws<OptionsException>(() => model.Embed(thin));

        Assert.Equal(error.Message, Assert.Throws<OptionsException>(() => model.ChooseTemplates(names, [thin])).Message);
        Assert.Equal(1, model.ChooseTemplates(names, [thin, SamplePostcard.Draw(96, 64)]).Templates!.Photos);
    }

    [Theory]
    [InlineData(10, 3, new[] { 0, 3, 6 })]
    [InlineData(2, 32, new[] { 0, 1 })]
    [InlineData(0, 32, new int[0])]
    public void Spread_AnyList_IsEvenlySpread(int photos, int most, int[] expected) =>
        Assert.Equal(expected, new TemplateChoiceOptions { MaxPhotos = most }.Spread([.. Enumerable.Range(0, photos)]));

    private PromptTemplates Alone(params string[] templates)
    {
        var file = Path.Combine(folder, $"{Guid.NewGuid()}.txt");
        File.WriteAllLines(file, templates);
        return PromptTemplates.FromFile(file);
    }

    private Segmenter Load() => Segmenter.Load("world-clip", new() { Photos = new() { Size = 64 }, CacheFolder = folder });
}
