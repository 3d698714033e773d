using System.Runtime.InteropServices;
using MaskClip.CommandLine;
using MaskClip.Label;
using MaskClip.Label.Workers;

// A worker ends with whoever started it, which alone hears Ctrl-C and SIGTERM.
using var cancellation = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear);
return await LabelCommandLine.RunAsync(args, CliHost.Console() with { Program = LabelCommandLine.Program }, cancellation.Token);

void Hear(PosixSignalContext signal)
{
    signal.Cancel = true;
    if (args is not [WorkerProcess.Verb, ..]) cancellation.Cancel();
}
