using System.Diagnostics;
using System.Text.Json;

namespace MaskClip.Page.Tests;

/// <summary>Scripts that use the page in chromium, as a person would.</summary>
internal static class Script
{
    // Where .ci/run puts the packages of npm.
    private const string Packages = "MASKCLIP_NPM";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>Runs a script; its answer. The page may not have complained, nor asked anybody else.</summary>
    public static async Task<JsonElement> Run(string script, string url, params string[] arguments)
    {
        var answer = await RunWithErrors(script, url, arguments);
        Assert.Empty(answer.GetProperty("errors").EnumerateArray().Select(one => one.GetString()));
        return answer;
    }

    /// <summary>The same where the browser has something to complain about, such as a refusal that the page then handles.</summary>
    public static async Task<JsonElement> RunWithErrors(string script, string url, params string[] arguments)
    {
        string packages = Environment.GetEnvironmentVariable(Packages) ?? "", chromium = Chromium();
        foreach (var package in (string[])["playwright-core", "axe-core"])
        {
            Assert.SkipUnless(
                Directory.Exists(Path.Combine(packages, "node_modules", package)),
                $"{Packages} names no folder with npm's {package}; .ci/run installs it.");
        }

        Assert.SkipUnless(chromium.Length > 0, "There is no chromium; .ci/run installs it, or CHROMIUM names one.");
        await SkipWithoutPage(url);
        var file = Path.Combine(AppContext.BaseDirectory, "Browser", script);
        var (code, output, error) = await Node([file, url, .. arguments], chromium);
        Assert.True(code == 0, $"{script} ended with {code}: {error}{output}");
        var answer = JsonDocument.Parse(output).RootElement;
        Assert.All(
            answer.GetProperty("requests").EnumerateArray().Select(one => one.GetString()!),
            request => Assert.True(
                request.StartsWith(url, StringComparison.Ordinal) || request.StartsWith("blob:" + url, StringComparison.Ordinal)
                    || request.StartsWith("data:", StringComparison.Ordinal),
                $"The page asked for {request}"));
        return answer;
    }

    /// <summary>Runs node; skips where it is missing.</summary>
    public static async Task<(int Code, string Output, string Error)> Node(
        IEnumerable<string> arguments, string chromium = "", string? folder = null)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        start.Environment["CHROMIUM"] = chromium;
        using var process = Start(start);
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{string.Join(' ', start.ArgumentList)} did not come to an end within {Limit.TotalMinutes} minutes.");
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no node; .ci/run installs it.");
            throw;
        }
    }

    // Without npm at build time the root page says what to install, and there is nothing here to test.
    private static async Task SkipWithoutPage(string url)
    {
        using var client = new HttpClient();
        var root = await client.GetStringAsync(url);
        Assert.SkipUnless(
            root.Contains("<maskclip-page>", StringComparison.Ordinal), "The server was built without npm, so it has no page.");
    }

    private static string Chromium() =>
        Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named ? named
            : ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists) ?? "";
}
