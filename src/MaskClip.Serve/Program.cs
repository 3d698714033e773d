using MaskClip.CommandLine;
using MaskClip.Serve;

// The host itself hears Ctrl-C and SIGTERM: accepted requests are finished first.
return await ServeCommandLine.RunAsync(args, CliHost.Console() with { Program = ServeCommandLine.Program }, CancellationToken.None);
