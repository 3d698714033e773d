namespace MaskClip.Outsider.Tests.Guide;

/// <summary>docs/models.md: models of the Hugging Face hub. Nothing is asked of it here: the call is cancelled before.</summary>
public class HubModelsTests
{
    [Fact]
    public async Task PullAndLoad_Cancelled_AsksNobody()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PullAndLoad(new Progress<PullProgress>(), cancelled.Token));
    }

    private static async Task PullAndLoad(IProgress<PullProgress> progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var store = new ModelStore();
        ModelOffer? offer = await store.OfferAsync("hf:ORG/NAME", cancellationToken);   // license, bytes, files; null when it is here
        await store.PullAsync("hf:ORG/NAME", progress, cancellationToken);
        using var segmenter = Segmenter.Load("hf:ORG/NAME");
        Assert.Null(offer);
    }
}
