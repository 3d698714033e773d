using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MaskClip.Checkpoints;
using MaskClip.Edges;
using MaskClip.Families;
using MaskClip.Methods;
using MaskClip.Model;
using MaskClip.Scores;
using MaskClip.Towers;
using MaskClip.Windows;

namespace MaskClip.Parity;

/// <summary>
/// Runs a model on tensors instead of photos and names, so that any other implementation can be compared with this one number by number.
/// </summary>
/// <remarks>
/// In: <c>image</c> [n, 3, h, w], normalized; <c>text</c> [c, d], unit rows; <c>tokens</c> [m, k], or texts. Out: <c>features</c> [n, d,
/// h', w'], unit length; <c>features_raw</c> [n, h'·w', d], the same as the projection gives them; <c>key</c> [n, h'·w', k]; <c>logits</c>
/// [n, c, h', w'] (cosines, removed classes at -100; probabilities once key smoothing has run; by the second pass of a method that has
/// one); <c>image_features</c> and <c>text_features</c> of plain CLIP, not normalized. What is missing leaves out what needs it. Where
/// there is a <c>mask</c> [n, c, h', w'], <c>image</c> [n, 3, h, w] is not an input of the model but the picture (of any scale) by which
/// PAMR refines it: <c>pamr</c> [n, c, h, w].
/// Safe to use from several threads.
/// </remarks>
public static class TensorRun
{
    private const string ImageFeatures = "image_features", TextFeatures = "text_features";

    /// <summary>Runs a model on a file of tensors, or on texts, and writes what comes out.</summary>
    /// <param name="source">The model.</param>
    /// <param name="options">How it is opened; the method and the output stride of <see cref="SegmenterOptions.Photos"/>, 32 unless
    /// said.</param>
    /// <param name="refinement">Key smoothing, prompt denoising, logit scale, PAMR.</param>
    /// <param name="input">A safetensors file; <see langword="null"/> where there are texts alone.</param>
    /// <param name="texts">Texts, which the model's own tokenizer reads; none where tokens are given or nothing but pictures.</param>
    /// <param name="output">The safetensors file to write.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <returns>Names and shapes of what was written.</returns>
    /// <exception cref="CheckpointException">A tensor has the wrong shape or type, there is neither <c>image</c> nor <c>tokens</c>, or the
    /// model cannot be read.</exception>
    /// <exception cref="OptionsException">An option is out of range, or has no meaning for the model.</exception>
    public static IReadOnlyList<(string Name, IReadOnlyList<int> Shape)> Run(
        ModelSource source,
        SegmenterOptions options,
        SegmentationOptions refinement,
        string? input,
        IReadOnlyList<string> texts,
        string output,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(refinement);
        options.Validate();
        using var tensors = input is null ? null : SafetensorsFile.Open(input);
        using var model = ModelFamilies.Open(source, OpeningOptions.Of(options));
        var run = new TensorRunOptions(
            DenseMethods.Parse(options.Photos.Method ?? model.Defaults.Method),
            model.Defaults.Complete(refinement),
            KeyAxes.Of(options.Compatibility),
            options.Photos.OutputStride ?? ModifiedResNetConfig.TrainedStride);
        var results = Run(model, tensors, texts, run, cancellationToken);
        SafetensorsWriter.Write(output, results);
        return [.. results.Select(tensor => (tensor.Name, (IReadOnlyList<int>)tensor.Shape))];
    }

    /// <summary>Runs the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The tensors; <see langword="null"/> where there are texts alone.</param>
    /// <param name="texts">Texts, which the model's own tokenizer reads; none where tokens are given or nothing but pictures.</param>
    /// <param name="options">Method and refinement.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <exception cref="CheckpointException">A tensor has the wrong shape or type, or there is neither <c>image</c> nor
    /// <c>tokens</c>.</exception>
    internal static IReadOnlyList<SafetensorsEntry> Run(
        VisionLanguageModel model,
        SafetensorsFile? input,
        IReadOnlyList<string> texts,
        TensorRunOptions options,
        CancellationToken cancellationToken = default)
    {
        var results = new List<SafetensorsEntry>();
        if (input is not null) Run(model, input, options, results, cancellationToken);
        if (texts.Count == 0)
        {
            return results.Count > 0 || input is null
                ? results
                : throw new CheckpointException(
                    input.Path, "it holds neither 'image' [n, 3, h, w] nor 'tokens' [m, k], so there is nothing to run.");
        }

        if (results.Any(tensor => tensor.Name == TextFeatures))
            throw new OptionsException("Both tokens and texts were given; give one of the two.");
        results.Add(Text(model, [.. texts.Select(text => model.Texts.Tokenize(text, out _))], cancellationToken));
        AddSigmoid(model, results);
        return results;
    }

    /// <summary>
    /// What a model that was trained with a sigmoid says of every picture and text: <c>logits_per_image</c> [n, m], and their sigmoids
    /// <c>probs</c>.
    /// </summary>
    private static void AddSigmoid(VisionLanguageModel model, List<SafetensorsEntry> results)
    {
        if (model.LogitBias is not { } bias || results.Find(tensor => tensor.Name == ImageFeatures) is not { } images) return;
        var texts = results.Find(tensor => tensor.Name == TextFeatures)!;
        float[] photos = Unit(images), names = Unit(texts);
        int size = images.Shape[1];
        var logits = new float[images.Shape[0] * texts.Shape[0]];
        for (int i = 0; i < logits.Length; i++)
        {
            var (photo, name) = Math.DivRem(i, texts.Shape[0]);
            logits[i] = model.LogitScale * TensorPrimitives.Dot(photos.AsSpan(photo * size, size), names.AsSpan(name * size, size)) + bias;
        }

        var probabilities = new float[logits.Length];
        TensorPrimitives.Sigmoid<float>(logits, probabilities);
        results.Add(new SafetensorsEntry("logits_per_image", [images.Shape[0], texts.Shape[0]], logits));
        results.Add(new SafetensorsEntry("probs", [images.Shape[0], texts.Shape[0]], probabilities));

        static float[] Unit(SafetensorsEntry tensor)
        {
            float[] rows = MemoryMarshal.Cast<byte, float>(tensor.Bytes).ToArray();
            UnitLength.Rows(rows, tensor.Shape[1]);
            return rows;
        }
    }

    private static void Run(
        VisionLanguageModel model,
        SafetensorsFile input,
        TensorRunOptions options,
        List<SafetensorsEntry> results,
        CancellationToken cancellationToken)
    {
        var image = input.Tensors.GetValueOrDefault("image");
        if (input.Tensors.TryGetValue("mask", out var mask)) results.Add(Refined(mask, image, options.Refinement.Pamr ?? new()));
        else if (image is not null) AddImage(model, image, input.Tensors.GetValueOrDefault("text"), options, results, cancellationToken);
        if (input.Tensors.TryGetValue("tokens", out var tokens)) AddText(model, tokens, results, cancellationToken);
    }

    private static void AddImage(
        VisionLanguageModel model,
        CheckpointTensor image,
        CheckpointTensor? text,
        TensorRunOptions options,
        List<SafetensorsEntry> results,
        CancellationToken cancellationToken)
    {
        Require(image, image.Shape is [> 0, 3, > 0, > 0], "[n, 3, h, w]");
        var (count, height, width) = (image.Shape[0], image.Shape[2], image.Shape[3]);
        var config = model.ImageConfig;
        int cell = config.CellOf(options.OutputStride);
        (var pixels, height, width) = model.Fit(image.ToArray(), count, height, width);
        bool fits = config.CellsOf(height, cell) is not null && config.CellsOf(width, cell) is not null;
        Require(image, fits, $"height and width that are multiples of {config.DivisorOf(cell)}");
        if (text is not null) Require(text, text.Shape is [> 0, var size] && size == config.EmbeddingSize, $"[c, {config.EmbeddingSize}]");
        using (var encoder = model.CreateImageEncoder(options.Last, key: true, options.OutputStride, raw: true))
        {
            var encoded = encoder.Encode(pixels, count, height, width, cancellationToken);
            int[] grid = [encoded.Rows, encoded.Columns];
            results.Add(
                new SafetensorsEntry(
                    "features", [count, config.EmbeddingSize, .. grid], Planar(encoded.Features, count, config.EmbeddingSize)));
            results.Add(new SafetensorsEntry("features_raw", [count, encoded.Rows * encoded.Columns, config.EmbeddingSize], encoded.Raw!));
            results.Add(new SafetensorsEntry("key", [count, encoded.Rows * encoded.Columns, config.KeySize], encoded.Key!));
            if (text is not null)
            {
                using var again = options.Last.NeedsSecondPass ? model.CreateSecondPass(options.Last) : null;
                results.Add(
                    new SafetensorsEntry(
                        "logits", [count, text.Shape[0], .. grid], Logits(encoded, pixels, again, text.ToArray(), count, config, options)));
            }
        }

        if (model.EncodeWhole(pixels, count, height, width, cancellationToken) is { } whole)
        {
            results.Add(new SafetensorsEntry(ImageFeatures, [count, config.EmbeddingSize], whole));
        }
    }

    private static SafetensorsEntry Refined(CheckpointTensor mask, CheckpointTensor? image, PamrOptions options)
    {
        Require(mask, mask.Shape is [> 0, > 0, > 0, > 0], "[n, c, h, w]");
        if (image is null)
            throw new CheckpointException(mask.Path, "it holds a 'mask' to refine but no 'image' [n, 3, h, w] to refine it by.", mask.Name);
        Require(image, image.Shape is [var n, 3, > 0, > 0] && n == mask.Shape[0], $"[{mask.Shape[0]}, 3, h, w]");
        var (height, width) = (image.Shape[2], image.Shape[3]);
        float[] planes = mask.ToArray(), pictures = image.ToArray();
        var refined = new List<float>();
        foreach (var (picture, plane) in pictures.Chunk(3 * height * width).Zip(planes.Chunk(planes.Length / mask.Shape[0])))
        {
            var stretched = Pamr.Stretch(plane, mask.Shape[2], mask.Shape[3], height, width);
            refined.AddRange(Pamr.Refine(stretched, picture, height, width, options.Iterations, options.Dilations, default));
        }

        return new SafetensorsEntry("pamr", [mask.Shape[0], mask.Shape[1], height, width], [.. refined]);
    }

    private static void AddText(
        VisionLanguageModel model, CheckpointTensor tokens, List<SafetensorsEntry> results, CancellationToken cancellationToken)
    {
        Require(tokens, tokens.Shape is [> 0, > 0], "[m, k]");
        results.Add(
            Text(
                model,
                [.. tokens.ToInt64Array().Select(id => (int)Math.Clamp(id, -1, int.MaxValue)).Chunk(tokens.Shape[1])],
                cancellationToken));
    }

    private static SafetensorsEntry Text(VisionLanguageModel model, int[][] texts, CancellationToken cancellationToken)
    {
        var features = model.Texts.Encode(texts, cancellationToken);
        return new SafetensorsEntry(TextFeatures, [texts.Length, features.Length / texts.Length], features);
    }

    private static float[] Logits(
        EncodedImages encoded,
        float[] pixels,
        SecondPassEncoder? again,
        float[] text,
        int count,
        ImageTowerConfig config,
        TensorRunOptions options)
    {
        int positions = encoded.Rows * encoded.Columns, classes = text.Length / config.EmbeddingSize;
        int[] rows = [.. Enumerable.Range(0, classes)];
        var logits = new float[count * classes * positions];
        for (int n = 0; n < count; n++)
        {
            var features = encoded.Features.AsSpan(n * positions * config.EmbeddingSize, positions * config.EmbeddingSize);
            var scores = GridScores.Cosines(features, text, rows, classes, config.EmbeddingSize);
            if (again is not null)
            {
                var picture = pixels.AsMemory(n * pixels.Length / count, pixels.Length / count);
                var second = new WindowSecondPass(again, encoded.FirstPasses[n], picture, encoded.Rows, encoded.Columns)
                    .Features(scores, options.Refinement.Scale, default);
                scores = GridScores.Cosines(second, text, rows, classes, config.EmbeddingSize);
            }

            Refinement.Apply(
                scores,
                encoded.Key.AsSpan(n * positions * config.KeySize, positions * config.KeySize),
                options.KeyAxis,
                options.Refinement,
                default);
            scores.Values.CopyTo(logits, n * classes * positions);
        }

        return logits;
    }

    private static float[] Planar(float[] features, int count, int size)
    {
        var planar = new float[features.Length];
        int positions = features.Length / count / size;
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < positions; i++)
            {
                for (int c = 0; c < size; c++) planar[(n * size + c) * positions + i] = features[(n * positions + i) * size + c];
            }
        }

        return planar;
    }

    private static void Require(CheckpointTensor tensor, bool condition, string expected)
    {
        if (!condition)
        {
            throw new CheckpointException(
                tensor.Path, $"the shape is [{string.Join(", ", tensor.Shape)}]; {expected} is expected.", tensor.Name);
        }
    }
}
