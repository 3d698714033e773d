import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { luminance, parseColor } from '../scoring/contrast.js';
import { parseName, splitNames } from '../session/names.js';
import { without, withChanged, withMoved, withName, withSettings, type NamedClass, type Session } from '../session/session.js';
import type { Workspace } from '../workspace/workspace.js';
import { percent } from './format.js';
import { icons } from './icons.js';
import { styled } from './styled.js';

/** The field in which names are typed, what they became, and the background. */
export function namesView(workspace: Workspace, suggestions: readonly string[]): TemplateResult {
    const { session } = workspace,
        open = suggestions.filter((name) => !session.classes.some((one) => one.text === name));
    return html`
    <section class="card" aria-labelledby="names-title">
      <h2 id="names-title">Names</h2>
      <div class="draft">
        <input id="draft" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="1000"
          placeholder=${session.classes.length > 0 ? 'Another name' : 'What do you see? cat, sofa|couch …'}
          aria-label="A name" aria-describedby="draft-help" .value=${live(workspace.draft)}
          @focus=${() => workspace.select(null)}
          @input=${(event: InputEvent) => typed(workspace, event)}
          @keydown=${(event: KeyboardEvent) => pressed(workspace, event)}>
        ${draftState(workspace)}
      </div>
      <p class="hint" id="draft-help"><kbd>Enter</kbd> keeps it, <kbd>|</kbd> joins synonyms, <kbd>=</kbd> sets a label</p>
      <ul class="chips" aria-label="Classes">
        ${repeat(
            session.classes,
            (one) => one.id,
            (one, index) => chip(workspace, one, index),
        )}
      </ul>
      ${
          open.length > 0
              ? html`
        <ul class="suggestions" aria-label="Suggested names">
          ${open.slice(0, 12).map((name) => html`
            <li><button class="tag" @click=${() => workspace.go(withName(session, name))}>${icons.plus}${name}</button></li>`)}
        </ul>`
              : nothing
      }
    </section>
    ${backgroundView(workspace)}`;
}

/** What the name that is being typed has so far, in its field. */
function draftState(workspace: Workspace): TemplateResult | typeof nothing {
    const at = workspace.listed.findIndex((one) => one.id === null && one.text !== null),
        share = workspace.shares[at],
        one = workspace.listed[at];
    if (!one || !workspace.draft) return nothing;
    return html`<span class="state" aria-hidden="true"><i ${styled({ background: `rgb(${one.look.color.join(' ')})` })}></i>
      ${share === undefined ? '' : percent(share)}</span>`;
}

function typed(workspace: Workspace, event: InputEvent): void {
    const text = (event.target as HTMLInputElement).value;
    if (/[,;\n]/.test(text)) {
        // A list was pasted, or a comma ended a name; what is behind the last one is still being typed.
        const parts = text.split(/[,;\n]/),
            rest = parts.pop()!.trimStart();
        workspace.draft = rest;
        workspace.go(splitNames(parts.join(',')).reduce(withName, workspace.session), '', event.timeStamp);
        return;
    }
    workspace.type(text, event.timeStamp);
}

function pressed(workspace: Workspace, event: KeyboardEvent): void {
    if (event.key === 'Enter' && workspace.draft.trim()) {
        event.preventDefault();
        const names = splitNames(workspace.draft);
        if (names.length === 0) return;
        workspace.draft = '';
        workspace.go(names.reduce(withName, workspace.session), '', event.timeStamp);
    } else if (event.key === 'Escape' && workspace.draft) {
        workspace.type('', event.timeStamp);
    } else if (event.key === 'Backspace' && !workspace.draft && workspace.session.classes.length > 0) {
        const last = workspace.session.classes.at(-1)!;
        workspace.go(without(workspace.session, last.id), '', event.timeStamp);
    }
}

function chip(workspace: Workspace, one: NamedClass, index: number): TemplateResult {
    const { session } = workspace,
        at = workspace.listed.findIndex((listed) => listed.id === one.id),
        share = workspace.shares[at];
    const change = (change: Partial<NamedClass>, kind = '', time: number | null = null) =>
        workspace.go(withChanged(session, one.id, change), kind, time);
    const pattern = workspace.patterns[at] ?? 0,
        selected = workspace.selected === one.id;
    return html`
    <li class="chip" data-id=${one.id} ?data-hidden=${one.isHidden} ?data-selected=${selected}>
      <button class="icon grip" aria-label="Move ${one.text}: arrow keys change the order" title="Drag, or use the arrow keys"
        @keydown=${(event: KeyboardEvent) => move(workspace, one, index, event)}
        @pointerdown=${(event: PointerEvent) => drag(workspace, one, event)}>${icons.grip}</button>
      <span class="swatch" data-pattern=${pattern} data-ink=${luminance(parseColor(one.color)) > 0.3 ? 'dark' : 'light'}>
        <input type="color" aria-label="Color of ${one.text}" .value=${live(one.color)}
          @input=${(event: Event) => change({ color: (event.target as HTMLInputElement).value }, `color ${one.id}`)}>
      </span>
      <input class="name" type="text" aria-label="Name ${index + 1}" spellcheck="false" maxlength="1000" .value=${live(one.text)}
        @focus=${() => workspace.select(one.id)}
        @input=${(event: InputEvent) => edited(workspace, one, event)}
        @change=${(event: Event) => {
            if (!(event.target as HTMLInputElement).value.trim()) workspace.go(without(session, one.id));
        }}>
      <output class="share">${share === undefined ? '' : percent(share)}</output>
      <button class="icon" aria-pressed=${!one.isHidden} aria-label="Show ${one.text}" title=${one.isHidden ? 'Show' : 'Hide'}
        @click=${() => change({ isHidden: !one.isHidden })}>${one.isHidden ? icons.hidden : icons.eye}</button>
      <button class="icon" aria-label="Remove ${one.text}" title="Remove"
        @click=${() => workspace.go(without(session, one.id))}>${icons.close}</button>
      <span class="bar" ${styled({ '--share': String(share ?? 0), '--color': one.color })}></span>
    </li>`;
}

function edited(workspace: Workspace, one: NamedClass, event: InputEvent): void {
    const text = (event.target as HTMLInputElement).value;
    // A name that cannot be asked for yet is left in the field and changes nothing.
    if (one.places ? text.trim() : parseName(text)) {
        workspace.go(withChanged(workspace.session, one.id, { text }), `name ${one.id}`, event.timeStamp);
    }
}

function move(workspace: Workspace, one: NamedClass, index: number, event: KeyboardEvent): void {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const handle = event.currentTarget as HTMLElement;
    workspace.go(withMoved(workspace.session, one.id, index + step), `move ${one.id}`);
    // The list puts its elements in another order, which takes the focus away.
    requestAnimationFrame(() => handle.focus());
}

function drag(workspace: Workspace, one: NamedClass, event: PointerEvent): void {
    const handle = event.currentTarget as HTMLElement,
        list = handle.closest('ul')!;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    const follow = ({ clientY }: PointerEvent) => {
        const boxes = [...list.children].map((item) => item.getBoundingClientRect());
        const to = boxes.filter((box) => box.top + box.height / 2 < clientY).length;
        const from = workspace.session.classes.findIndex((other) => other.id === one.id);
        const target = to > from ? to - 1 : to;
        if (target !== from) workspace.go(withMoved(workspace.session, one.id, target), `move ${one.id}`);
    };
    handle.addEventListener('pointermove', follow);
    const end = () => handle.removeEventListener('pointermove', follow);
    handle.addEventListener('pointerup', end, { once: true });
    handle.addEventListener('pointercancel', end, { once: true });
}

function backgroundView(workspace: Workspace): TemplateResult {
    const { session } = workspace,
        set = (background: readonly string[]): Session => ({ ...session, background });
    const automatic = (automaticBackground: boolean) => workspace.go(withSettings(session, { automaticBackground }));
    const { background } = workspace,
        chosen = background.isChosen ? background.names : [];
    const share = workspace.listed[0]?.look.isBackground ? workspace.shares[0] : undefined;
    return html`
    <section class="card" aria-labelledby="background-title">
      <h2 id="background-title">Background ${share === undefined ? nothing : html`<output class="share">${percent(share)}</output>`}</h2>
      <label class="switch"><input type="checkbox" role="switch" .checked=${live(session.settings.automaticBackground)}
        @change=${(event: Event) => automatic((event.target as HTMLInputElement).checked)}>
        <span>Automatic where none is named: surroundings that are near no name</span></label>
      ${
          chosen.length > 0
              ? html`<details class="chosen"><summary>${chosen.length} words</summary><p>${chosen.join(', ')}</p></details>`
              : nothing
      }
      <div class="tags">
        ${session.background.map(
            (name) => html`<button class="tag" aria-label="Remove ${name} from the background"
          @click=${() => workspace.go(set(session.background.filter((other) => other !== name)))}>${name}${icons.close}</button>`,
        )}
        <input id="background" type="text" aria-label="A background name" placeholder="wall, floor …" autocomplete="off"
          spellcheck="false" maxlength="1000" @keydown=${(event: KeyboardEvent) => {
              const field = event.target as HTMLInputElement;
              if (event.key !== 'Enter' || !field.value.trim()) return;
              const names = splitNames(field.value).filter((name) => !session.background.includes(name));
              field.value = '';
              workspace.go(set([...session.background, ...names]));
          }}>
      </div>
    </section>`;
}
