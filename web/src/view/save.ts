import { html, type TemplateResult } from 'lit';
import { icons } from './icons.js';
import type { Format } from './saving.js';

export interface SaveView {
    readonly canSave: boolean;
    readonly copied: string | null;
    save(format: Format): void;
    copy(what: 'command' | 'csharp' | 'link'): void;
}

/** What can be taken along. */
export function saveView(view: SaveView): TemplateResult {
    const file = (format: Format, label: string) =>
        html`<button ?disabled=${!view.canSave} @click=${() => view.save(format)}>${icons.download}${label}</button>`;
    const text = (what: 'command' | 'csharp' | 'link', label: string) => html`
    <button ?disabled=${!view.canSave && what !== 'link'} @click=${() => view.copy(what)}>
      ${what === 'link' ? icons.link : icons.copy}${view.copied === what ? 'Copied' : label}</button>`;
    return html`
    <section class="card" aria-labelledby="save-title">
      <h2 id="save-title">Save and share</h2>
      <div class="buttons">${file('overlay', 'Overlay')}${file('png', 'Label PNG')}
        ${file('coco', 'COCO')}${file('labelme', 'labelme')}</div>
      <div class="buttons texts">${text('command', 'Command')}${text('csharp', 'C#')}${text('link', 'Link')}</div>
      <p class="hint">A link has the names and settings, never the photo.</p>
    </section>`;
}
