using System.ComponentModel.DataAnnotations;
using System.Net;
using MaskClip.CommandLine;
using MaskClip.Server;

namespace MaskClip.Serve;

/// <summary>What is served, and where.</summary>
/// <param name="Models">The models, the default one first.</param>
/// <param name="Address">Address to listen on.</param>
/// <param name="Port">Port to listen on; 0 for a free one.</param>
/// <param name="Threads">Threads of the engine for a photo; 0 for one per core.</param>
/// <param name="Limits">What is accepted.</param>
/// <param name="Grace">How long accepted requests may take when the service is stopped.</param>
/// <param name="Verbose">Whether every request is logged.</param>
internal sealed record ServeSettings(
    IReadOnlyList<ServedModel> Models,
    IPAddress Address,
    int Port,
    int Threads,
    MaskClipServerOptions Limits,
    TimeSpan Grace,
    bool Verbose)
{
    /// <summary>Refuses limits that are out of range, all in one message.</summary>
    /// <exception cref="UsageException">One or more are.</exception>
    public static void Check(MaskClipServerOptions limits)
    {
        List<ValidationResult> errors = [];
        if (Validator.TryValidateObject(limits, new ValidationContext(limits), errors, validateAllProperties: true)) return;
        throw new UsageException([.. errors.Select(error => error.ErrorMessage!)]);
    }
}

/// <summary>A model of the service.</summary>
/// <param name="Name">What requests call it.</param>
/// <param name="Model">How it is loaded: a name or a path.</param>
/// <param name="WarmUp">Whether it is loaded at start.</param>
internal sealed record ServedModel(string Name, string Model, bool WarmUp);
