import { html, nothing, type TemplateResult } from 'lit';
import type { Workspace } from '../workspace/workspace.js';
import { milliseconds } from './format.js';

/** What each step took, below the photo. */
export function timingsView(workspace: Workspace): TemplateResult {
    const { timings, edgesMs } = workspace;
    const step = (name: string, value: number | null, where: string) =>
        html`<div title=${where}><dt>${name}</dt><dd data-step=${name}>${milliseconds(value)}</dd></div>`;
    return html`
    <dl class="timings" aria-label="Timings">
      ${step('decode', timings.decode, 'The photo, on the server, once')}
      ${step('embed', timings.embed, 'The photo, on the server, once for each method')}
      ${step('text', timings.text, 'New names, on the server; those that are known take nothing')}
      ${step('score', timings.score, 'All names, in this browser')}
      ${step('paint', timings.paint, 'Labels of every pixel and their colors, in this browser')}
      ${edgesMs === null ? nothing : step('edges', edgesMs, 'The guided filter, on the server')}
      <div class="total" title="From the key to the colored photo on the screen, all of it"><dt>key to pixels</dt>
        <dd data-step="key">${milliseconds(timings.keyToPixels)}</dd></div>
    </dl>`;
}
