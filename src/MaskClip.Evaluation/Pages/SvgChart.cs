using System.Text;
using MaskClip.Evaluation.Pages;
using MaskClip.Evaluation.Reports;

namespace MaskClip.Evaluation.Pages;

/// <summary>Draws a chart as SVG: lengths in pixels, from the top left.</summary>
public sealed class SvgChart
{
    private readonly StringBuilder svg = new();

    /// <summary>Starts a chart.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="label">What it shows, for those who cannot see it.</param>
    internal SvgChart(double width, double height, string label)
    {
        var (w, h) = (Markup.Number(width), Markup.Number(height));
        svg.Append(
            $"<svg class=\"chart\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" " +
            $"aria-label=\"{Markup.Text(label)}\">\n");
    }

    /// <summary>A thin line of the grid behind.</summary>
    internal void GridLine(double x1, double y1, double x2, double y2) =>
        svg.Append(
            $"<line class=\"grid\" x1=\"{Markup.Number(x1)}\" y1=\"{Markup.Number(y1)}\" x2=\"{Markup.Number(x2)}\" " +
            $"y2=\"{Markup.Number(y2)}\"/>\n");

    /// <summary>Text; the point is at its baseline.</summary>
    /// <param name="x">Left of the point.</param>
    /// <param name="y">Above the point.</param>
    /// <param name="text">The text, escaped here.</param>
    /// <param name="anchor">Which part of it is at the point: <c>start</c>, <c>middle</c>, <c>end</c>.</param>
    /// <param name="style">CSS, if any.</param>
    /// <param name="upright">Whether it runs from bottom to top.</param>
    internal void Text(double x, double y, string text, string anchor = "start", string style = "", bool upright = false)
    {
        var place = $"{Markup.Number(x)},{Markup.Number(y)}";
        var turn = upright ? " rotate(-90)" : "";
        svg.Append($"<text transform=\"translate({place}){turn}\" text-anchor=\"{anchor}\" style=\"{style}\">{Markup.Text(text)}</text>\n");
    }

    /// <summary>A bar to the right.</summary>
    internal void Bar(string kind, double x, double y, double width, double height) => svg.Append(
        $"<rect class=\"{kind}\" x=\"{Markup.Number(x)}\" y=\"{Markup.Number(y)}\" width=\"{Markup.Number(width)}\" " +
        $"height=\"{Markup.Number(height)}\"/>\n");

    /// <summary>A line through points.</summary>
    internal void Curve(string color, IEnumerable<(double X, double Y)> points)
    {
        var path = string.Join(' ', points.Select(point => $"{Markup.Number(point.X)},{Markup.Number(point.Y)}"));
        svg.Append($"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" points=\"{path}\"/>\n");
    }

    /// <summary>A point with a text that shows under the mouse.</summary>
    internal void Point(string color, double x, double y, string title) => svg.Append(
        $"<circle fill=\"{color}\" cx=\"{Markup.Number(x)}\" cy=\"{Markup.Number(y)}\" " +
        $"r=\"3\"><title>{Markup.Text(title)}</title></circle>\n");

    /// <summary>A picture whose pixels stay sharp when enlarged.</summary>
    internal void Picture(double x, double y, double width, double height, string data) => svg.Append(
        $"<image x=\"{Markup.Number(x)}\" y=\"{Markup.Number(y)}\" width=\"{Markup.Number(width)}\" height=\"{Markup.Number(height)}\" ")
        .Append($"preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"{data}\"/>\n");

    /// <summary>Starts a group whose text shows under the mouse.</summary>
    internal void StartGroup(string title) => svg.Append($"<g><title>{Markup.Text(title)}</title>\n");

    /// <summary>Ends the group.</summary>
    internal void EndGroup() => svg.Append("</g>\n");

    /// <summary>The chart.</summary>
    public override string ToString() => $"{svg}</svg>\n";
}
