namespace MaskClip.Evaluation.Tests.Datasets;

public sealed class DatasetCheckTests : IDisposable
{
    private readonly DatasetFolder folder = new();

    public DatasetCheckTests()
    {
        folder.Text("names.txt", "cat\ndog\nbird\n");
        folder.Photo("images/one.jpg").Mask("masks/one.png", 0, 1, 255).Photo("images/two.jpg").Mask("masks/two.png", 1);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Run_SoundFolder_CountsPixelsAndPhotos()
    {
        var heard = new Heard();

        var check = DatasetCheck.Run(folder.Root, progress: heard);

        Assert.Empty(check.Errors);
        Assert.Equal([new(4, 1), new(4 + 12, 2), new ClassCount(0, 0)], check.Classes);
        Assert.Equal(new ClassCount(4, 1), check.Ignored);
        Assert.Equal([new(2, true), new(2, true)], heard.Photos);
    }

    [Fact]
    public void Run_ManyFaults_ListsThemAllAndCountsTheRest()
    {
        folder.Photo("images/three.jpg").Photo("images/four.jpg", 9, 9).Mask("masks/four.png", 0);
        folder.Text("images/five.jpg", "broken").Mask("masks/five.png", 0).Photo("images/six.jpg").Mask("masks/six.png", 3);
        folder.Photo("images/seven.jpg")
            .Text("masks/seven.png", "broken")
            .Text("images/eight.jpg", "broken")
            .Text("masks/eight.png", "broken");

        var check = DatasetCheck.Run(folder.Root);

        foreach (var file in new[] { "three.jpg", "four.png", "five.jpg", "six.png", "seven.png", "eight.jpg", "eight.png" })
        {
            Assert.Single(check.Errors, error => error.Contains($"/{file}: ", StringComparison.Ordinal));
        }

        Assert.Equal(7, check.Errors.Count);
        Assert.Equal(new ClassCount(4, 1), check.Classes[0]);
    }

    [Fact]
    public void Run_Cancelled_Stops()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => DatasetCheck.Run(folder.Root, cancellationToken: cancellation.Token));
    }

    private sealed class Heard : IProgress<CheckedPhoto>
    {
        public List<CheckedPhoto> Photos { get; } = [];

        public void Report(CheckedPhoto value) => Photos.Add(value);
    }
}
