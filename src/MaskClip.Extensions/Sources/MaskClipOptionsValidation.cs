using Microsoft.Extensions.Options;

namespace MaskClip.Extensions;

/// <summary>Checks options when the application starts: all errors in one message.</summary>
internal sealed class MaskClipOptionsValidation : IValidateOptions<MaskClipOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, MaskClipOptions options)
    {
        var model = string.IsNullOrEmpty(name) ? "The model" : $"The model '{name}'";
        List<string> errors = [];
        if (options.Model is { } text && string.IsNullOrWhiteSpace(text))
            errors.Add($"{model} is named by an empty text. Name a model, or leave it out for the usual one.");
        if (options.Pull && string.IsNullOrWhiteSpace(options.Model))
            errors.Add($"{model} is to be pulled, but none is named. Name one, as ViT-B-16, or turn pulling off.");
        if (options.Segmenter is null)
        {
            errors.Add($"{model} has no segmenter options. Leave them out for the defaults.");
        }
        else
        {
            try
            {
                options.Segmenter.Validate();
            }
            catch (OptionsException error)
            {
                errors.Add(error.Message);
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
