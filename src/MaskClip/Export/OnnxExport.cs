using MaskClip.Checkpoints;
using MaskClip.Engine;
using MaskClip.Export;
using MaskClip.Families;
using MaskClip.Model;
using MaskClip.Models;
using MaskClip.Storage;
using MaskClip.Students;
using MaskClip.Towers;
using MaskClip.Windows;

namespace MaskClip;

/// <summary>
/// Gives the graphs that this library runs to others: ONNX files, their weights, and <c>onnx.json</c>, which says what goes in and what
/// comes out.
/// </summary>
/// <remarks>Safe to use from several threads, each with a folder of its own.</remarks>
public sealed class OnnxExport
{
    private readonly string folder;
    private readonly bool singleFile;
    private readonly List<string> written = [];

    private OnnxExport(string folder, bool singleFile)
    {
        this.folder = folder;
        this.singleFile = singleFile;
    }

    /// <summary>Exports a student.</summary>
    /// <param name="path">The student's file.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="singleFile">Whether weights go into the ONNX file instead of beside it.</param>
    /// <param name="cacheFolder">Where its graph is built; <see langword="null"/> takes <see cref="SegmenterOptions.CacheFolder"/>'s
    /// default.</param>
    /// <returns>The files written.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="CheckpointException">The file is not a student network, or is damaged.</exception>
    public static IReadOnlyList<string> Student(string path, string folder, bool singleFile = false, string? cacheFolder = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(folder);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"There is no student '{path}'. Training writes one as student.safetensors into its output folder.", path);
        }
        using var student = StudentModel.Open(path);
        var export = new OnnxExport(folder, singleFile);
        var description = new OnnxDescription(Path.GetFileName(path), student.Hash);
        export.Add(description, student.Graph(cacheFolder ?? CacheFolder.Default), "student.onnx");
        var config = student.File.Config;
        description.AddPhoto(config.PhotoSize, config.InputStride, config.LogitStride, new PhotoNormalization(config.Mean, config.Std));
        description.AddClasses(student.File.Vocabulary);
        return [.. export.written, description.Write(folder)];
    }

    /// <summary>Exports a CLIP model's image tower under a method, and its text tower.</summary>
    /// <param name="source">The model.</param>
    /// <param name="options">The method, and whether keys are wanted; <see cref="PhotoOptions.Size"/> is that of the grid that is written
    /// for transformers.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="singleFile">Whether weights go into the ONNX files instead of beside them.</param>
    /// <returns>The files written.</returns>
    /// <exception cref="OptionsException">The method needs more than one graph, or an option is out of range.</exception>
    /// <exception cref="CheckpointException">The checkpoint cannot be read.</exception>
    public static IReadOnlyList<string> Model(ModelSource source, SegmenterOptions options, string folder, bool singleFile = false)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(folder);
        options.Validate();
        using var model = ModelFamilies.Open(source, OpeningOptions.Of(options));
        options = model.Defaults.Complete(options);
        var last = DenseMethods.Parse(options.Photos.Method!);
        if (last.NeedsSecondPass)
        {
            throw new OptionsException(
                $"The method '{options.Photos.Method}' works between two graphs, so it cannot be exported as one; every other method " +
                $"can ('maskclip methods' lists them).");
        }

        var export = new OnnxExport(folder, singleFile);
        var description = new OnnxDescription(source.DisplayName, model.Hash);
        description.Add("method", options.Photos.Method!);
        int cell = InputPlan.OutputStride(model.ImageConfig, options.Photos, options.Compatibility), size = options.Photos.Size
            ?? model.Defaults.Size;
        export.Add(description, model.ImageGraph(last, options.Photos.Keys, cell), "image.onnx");
        export.AddGrid(model, last, cell, size);
        if (model.WholeTextGraph() is { } text) export.Add(description, text, "text.onnx");
        description.AddPhoto(size, model.ImageConfig.DivisorOf(cell), cell, model.Normalization(options.Compatibility));
        return [.. export.written, description.Write(folder)];
    }

    private void Add(OnnxDescription description, string graph, string name)
    {
        var file = OnnxModelFile.Read(graph);
        var path = Path.Combine(folder, name);
        IReadOnlyList<string> weights = singleFile ? [] : file.WeightFiles;
        foreach (var weight in weights) Copy(Path.Combine(Path.GetDirectoryName(graph)!, weight), Path.Combine(folder, weight));
        if (singleFile)
        {
            AtomicFile.Write(path, file.WriteWhole);
            written.Add(path);
        }
        else
        {
            Copy(graph, path);
        }

        // Opening what was written shows that it works, and names its inputs and outputs.
        using var session = new EngineSession(path, threads: 1);
        description.Add(name, weights, session.Inputs, session.Outputs);
    }

    // A transformer's tables depend on the photo's grid: those of a square photo of the usual size go with the graph.
    private void AddGrid(VisionLanguageModel model, LastBlock last, int cell, int size)
    {
        int divisor = model.ImageConfig.DivisorOf(cell), side = size / divisor * divisor / cell;
        var inputs = model.GridInputs(last).For(side, side).ToList();
        if (inputs.Count == 0) return;
        var path = Path.Combine(folder, "grid.safetensors");
        SafetensorsWriter.Write(path, inputs, new Dictionary<string, string> { ["rows"] = $"{side}", ["columns"] = $"{side}" });
        written.Add(path);
    }

    private void Copy(string from, string to)
    {
        using var source = File.OpenRead(from);
        AtomicFile.Write(to, source.CopyTo);
        written.Add(to);
    }
}
