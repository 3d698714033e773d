using MaskClip.Cli;
using MaskClip.CommandLine;
using MaskClip.Storage;

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    cancellation.Cancel();
};

// Work stops at the next step; what cannot stop in time is cut off, and half-written files with it.
const int Patience = 800;
await using var deadline = new Timer(_ =>
{
    AtomicFile.DeleteUnfinished();
    Environment.Exit(ExitCode.Cancelled);
});
await using var armed = cancellation.Token.Register(() => deadline.Change(Patience, Timeout.Infinite));

return await CommandLine.RunAsync(args, CliHost.Console(), cancellation.Token);
