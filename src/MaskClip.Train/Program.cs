using MaskClip.CommandLine;
using MaskClip.Train;
using MaskClip.Training.Engine;

MallocTunables.EnsureSet();

// The first Ctrl-C (or SIGTERM) ends the run after the step that is under way, with a checkpoint; the second one ends it now.
using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
};
using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(
    System.Runtime.InteropServices.PosixSignal.SIGTERM,
    signal =>
{
    signal.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
});

return await TrainCommandLine.RunAsync(args, CliHost.Console() with { Program = TrainCommandLine.Program }, cancellation.Token);
