using MaskClip.Evaluation.Reports;

namespace MaskClip.Evaluation.Pages;

/// <summary>How pages look.</summary>
public static class HtmlStyle
{
    /// <summary>The style sheet; it names no file and no font that must be fetched.</summary>
    public const string Sheet = """
        body { font: 15px/1.5 system-ui, sans-serif; color: #1c1c1c; background: #fff; max-width: 1100px; margin: 2em auto; padding: 0 1em; }
        h1 { font-size: 1.6em; }
        h2 { font-size: 1.2em; margin-top: 2em; border-bottom: 1px solid #ccc; }
        table { border-collapse: collapse; margin: .5em 0; }
        th, td { padding: .15em .8em .15em 0; text-align: right; font-variant-numeric: tabular-nums; }
        th:first-child { text-align: left; font-weight: normal; }
        thead th { border-bottom: 1px solid #999; font-weight: 600; }
        small { color: #666; }
        .settings td { text-align: left; overflow-wrap: anywhere; }
        .figures td { font-size: 1.1em; }
        svg.chart { max-width: 100%; height: auto; }
        svg text { font: 12px system-ui, sans-serif; fill: #333; }
        .grid { stroke: #ddd; }
        .iou { fill: #1b6ca8; }
        .unseen { fill: #d1495b; }
        .boundary { fill: #e0a030; }
        .photo { display: grid; grid-template-columns: repeat(3, 1fr); gap: 4px; max-width: 980px; margin: .8em 0; }
        .photo img { width: 100%; }
        .photo p { grid-column: 1 / 4; margin: 0; }
        .key { display: inline-block; width: .8em; height: .8em; border: 1px solid #777; margin: 0 .25em 0 .8em; }
        """;
}
