import type { Background, Session } from './session.js';

/** What the equivalents need besides names and settings. */
export interface Asked {
    readonly session: Session;
    readonly background: Background;
    readonly photo: string;
    readonly model: string;
    readonly method: string;
}

/** The command that labels the photo as the page does. Places have no words and are left out. */
export function toCommand({ session, background, photo, model, method }: Asked): string {
    const { settings } = session,
        parts = ['maskclip', 'segment', quoted(photo), '--model', quoted(model), '--method', quoted(method)];
    for (const one of session.classes) if (!one.places) parts.push('--prompt', quoted(one.text));
    // Said in any case, as edges are: left out, the command has defaults of its own.
    parts.push('--background', background.names.length === 0 ? 'none' : background.isChosen ? 'auto' : quoted(background.names.join(',')));
    if (settings.promptDenoising > 0) parts.push('--prompt-denoising', String(settings.promptDenoising));
    if (settings.keySmoothing > 0) parts.push('--key-smoothing', String(settings.keySmoothing));
    if (settings.minScore > 0) parts.push('--min-score', String(settings.minScore));
    parts.push('--guided-filter', settings.edges ? '1' : '0');
    return [...parts, '--output', 'out'].join(' ');
}

/** A word as POSIX shells take it literally. */
function quoted(text: string): string {
    return /^[\w./:=-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The same in C#. */
export function toCSharp({ session, background, photo, model, method }: Asked): string {
    const { settings } = session,
        names = session.classes.filter((one) => !one.places).map((one) => literal(one.text));
    const options = [
        settings.promptDenoising > 0 ? `PromptDenoising = ${settings.promptDenoising}f` : '',
        settings.keySmoothing > 0 ? `KeySmoothing = ${settings.keySmoothing}f` : '',
        settings.minScore > 0 ? `MinScore = ${settings.minScore}f` : '',
        settings.edges ? 'GuidedFilter = new GuidedFilterOptions()' : '',
    ].filter(Boolean);
    const keys = settings.keySmoothing > 0 ? ', Keys = true' : '',
        isChosen = background.isChosen && background.names.length > 0,
        given = background.isChosen ? [] : background.names;
    return [
        'using MaskClip;',
        '',
        `var photos = new PhotoOptions { Method = ${literal(method)}${keys} };`,
        ...(isChosen ? ['var texts = new TextOptions { AutomaticBackground = new AutomaticBackgroundOptions() };'] : []),
        `using var segmenter = Segmenter.Load(${literal(model)}, new SegmenterOptions { Photos = photos${isChosen ? ', Texts = texts' : ''} });`,
        `using var features = segmenter.Embed(RgbImage.Load(${literal(photo)}));`,
        `var names = Vocabulary.Parse([${names.join(', ')}]${given.length > 0 ? `, [${given.map(literal).join(', ')}]` : ''});`,
        options.length > 0
            ? `var result = features.Segment(names, new SegmentationOptions { ${options.join(', ')} });`
            : 'var result = features.Segment(names);',
        'foreach (var region in result.Regions) Console.WriteLine($"{region.Label}: {region.Share:P0}");',
    ].join('\n');
}

function literal(text: string): string {
    return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
