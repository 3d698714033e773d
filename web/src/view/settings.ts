import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { MethodAnswer } from '../api.js';
import { withSettings, type Settings } from '../session/session.js';
import type { Workspace } from '../workspace/workspace.js';
import { percent } from './format.js';

type Numbers = 'opacity' | 'promptDenoising' | 'keySmoothing' | 'minScore';
type Switches = 'edges' | 'heat' | 'patterns';

/** How labels come about and how they are drawn. */
export function settingsView(workspace: Workspace, methods: readonly string[], known: readonly MethodAnswer[]): TemplateResult {
    const { settings } = workspace.session,
        answer = workspace.answer('first'),
        current = answer?.method ?? '';
    const set = (change: Partial<Settings>, kind = '') => workspace.go(withSettings(workspace.session, change), kind);
    const slider = (name: Numbers, label: string, help: string, disabled = false) => html`
    <div class="slider"><label for=${name}>${label}</label>
      <output for=${name}>${settings[name] > 0 ? percent(settings[name]) : 'off'}</output>
      <input id=${name} type="range" min="0" max="1" step="0.01" title=${help} ?disabled=${disabled} .value=${live(String(settings[name]))}
        @input=${(event: Event) => set({ [name]: Number((event.target as HTMLInputElement).value) }, `slider ${name}`)}></div>`;
    const toggle = (name: Switches, label: string, help: string) => html`
    <label class="switch" title=${help}><input type="checkbox" role="switch" .checked=${live(settings[name])}
      @change=${(event: Event) => set({ [name]: (event.target as HTMLInputElement).checked })}><span>${label}</span></label>`;
    const option = (name: string) => html`<option value=${name}
    title=${known.find((one) => one.name === name)?.summary ?? ''}>${name}</option>`;
    return html`
    <section class="card" aria-labelledby="view-title">
      <h2 id="view-title">View</h2>
      <div class="segmented" role="group" aria-label="What is drawn">
        <button aria-pressed=${!settings.heat} @click=${() => set({ heat: false })}>Classes</button>
        <button aria-pressed=${settings.heat} @click=${() => set({ heat: true })}>Heat of one</button>
      </div>
      ${slider('opacity', 'Opacity', 'How much the colors cover the photo')}
      ${toggle('edges', 'Follow edges', "The guided filter on the server leads borders along the photo's edges")}
      ${toggle('patterns', 'Patterns where colors are alike', 'Classes that touch and whose colors are less than 3:1 apart get a pattern')}
    </section>
    <section class="card" aria-labelledby="method-title">
      <h2 id="method-title">Method</h2>
      <div class="fields">
        <label>Method<select .value=${live(current)}
          @change=${(event: Event) => set({ method: (event.target as HTMLSelectElement).value })}>
          ${methods.map((name) => html`<option value=${name} ?selected=${name === current}>${name}</option>`)}</select></label>
        <label>Beside it<select .value=${live(settings.compared ?? '')}
          @change=${(event: Event) => set({ compared: (event.target as HTMLSelectElement).value || null })}>
          <option value="">nothing</option>${methods.filter((name) => name !== current).map(option)}</select></label>
      </div>
      ${
          answer && !answer.scoring.scoredByClient
              ? html`<p class="hint">This method looks at the photo again with the names: the server scores them.</p>`
              : nothing
      }
      ${slider('promptDenoising', 'Prompt denoising', 'Names that are nowhere so confident are taken out')}
      ${slider('keySmoothing', 'Key smoothing', 'Places that are less confident are averaged over similar ones',
        answer?.urls.keys === null)}
      ${slider('minScore', 'Minimum score', 'Pixels that are less confident stay uncolored')}
    </section>`;
}
