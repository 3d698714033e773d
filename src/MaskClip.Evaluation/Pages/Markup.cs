using System.Globalization;
using System.Net;
using MaskClip.Evaluation.Reports;

namespace MaskClip.Evaluation.Pages;

/// <summary>Pieces of HTML: text, numbers and pictures as they go into a page.</summary>
public static class Markup
{
    /// <summary>Text, escaped.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A share in percent with one digit; a dash where there is none.</summary>
    public static string Percent(double share) => double.IsNaN(share) ? "–" : Number(100 * share, "0.0");

    /// <summary>A share with its interval, in percent.</summary>
    public static string Percent(Interval interval) =>
        $"{Percent(interval.Value)} <small>[{Percent(interval.Low)}, {Percent(interval.High)}]</small>";

    /// <summary>A number as every browser reads it.</summary>
    public static string Number(double value, string format = "0.##") => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A picture inside the page.</summary>
    public static string Image(string mediaType, ReadOnlySpan<byte> bytes) => $"data:{mediaType};base64,{Convert.ToBase64String(bytes)}";

    /// <summary>A table.</summary>
    /// <param name="headers">Column titles, as text.</param>
    /// <param name="rows">Cells, as markup; the first of a row is its title.</param>
    public static string Table(IEnumerable<string> headers, IEnumerable<IEnumerable<string>> rows)
    {
        var head = string.Concat(headers.Select(header => $"<th>{Text(header)}</th>"));
        static string Row(IEnumerable<string> cells) =>
            string.Concat(cells.Select((cell, index) => index == 0 ? $"<th>{cell}</th>" : $"<td>{cell}</td>"));
        var body = string.Join('\n', rows.Select(row => $"<tr>{Row(row)}</tr>"));
        return $"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>\n";
    }
}
