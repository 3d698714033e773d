import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { Service, type MethodAnswer, type ModelAnswer, type SceneAnswer } from '../api.js';
import { messageOf } from '../errors.js';
import { toCommand, toCSharp } from '../session/equivalents.js';
import { fromFragment, toFragment } from '../session/link.js';
import { Workspace } from '../workspace/workspace.js';
import { askForKey, takePhoto } from './dialogs.js';
import { percent } from './format.js';
import { icons } from './icons.js';
import { namesView } from './names.js';
import { save } from './saving.js';
import { saveView } from './save.js';
import { settingsView } from './settings.js';
import { Stage } from './stage.js';
import { startView } from './start.js';
import { setTheme, theme } from './theme.js';
import { timingsView } from './timings.js';

/** Results are read aloud when nothing has changed for this long. */
const announceAfter = 900;

/** The address takes names and settings when nothing has changed for this long: browsers limit how often it may. */
const settleAfter = 250;

/** The page: it gathers what comes in, and puts the parts of the workspace on the screen. */
export class MaskClipPage extends LitElement {
    private readonly service = new Service(askForKey);
    readonly workspace: Workspace = new Workspace(this.service, {
        changed: () => this.follow(),
        paint: (side, painted, size) => this.stage.paint(side, painted, size),
    });
    private readonly stage: Stage = new Stage(
        this.workspace,
        () => this.requestUpdate(),
        (text) => this.announce(text),
    );
    private scenes: readonly SceneAnswer[] = [];
    private models: readonly ModelAnswer[] = [];
    private methods: readonly MethodAnswer[] = [];
    private suggestions: readonly string[] = [];
    private spoken = '';
    private copied: string | null = null;
    private announcing = 0;
    private settling = 0;

    // Parts share one style sheet, and labels point at fields across them: no shadow tree in between.
    protected override createRenderRoot(): HTMLElement {
        return this;
    }

    override connectedCallback(): void {
        super.connectedCallback();
        document.documentElement.dataset['theme'] = theme();
        document.addEventListener('keydown', (event) => this.shortcut(event));
        document.addEventListener('paste', (event) => this.takeFile(event.clipboardData?.files));
        document.addEventListener('dragover', (event) => event.preventDefault());
        document.addEventListener('drop', (event) => {
            event.preventDefault();
            this.takeFile(event.dataTransfer?.files);
        });
        window.addEventListener('hashchange', () => {
            if (location.hash.slice(1) !== this.fragment) void this.openLink();
        });
        void this.begin();
    }

    protected override updated(): void {
        this.stage.restore();
    }

    protected override render(): TemplateResult {
        const { workspace } = this,
            { photo } = workspace;
        return html`
      <a class="skip" href="#main" @click=${(event: Event) => {
          event.preventDefault();
          this.focusNames();
      }}>To the names</a>
      <header>
        <button class="brand" @click=${() => this.startAgain()} aria-label="MaskClip: start again with another photo">
          <img src="/icon.svg" alt="" width="28" height="28"> MaskClip</button>
        ${photo ? html`<span class="where">${workspace.answer('first')?.model} · ${photo.width} × ${photo.height}</span>` : nothing}
        <div class="tools">
          ${
              photo
                  ? html`
            <button class="icon" ?disabled=${!workspace.history.canUndo} aria-label="Undo" title="Undo (Ctrl+Z)"
              @click=${() => workspace.undo()}>${icons.undo}</button>
            <button class="icon" ?disabled=${!workspace.history.canRedo} aria-label="Redo" title="Redo (Ctrl+Shift+Z)"
              @click=${() => workspace.redo()}>${icons.redo}</button>
            <button class="wide" @click=${() => this.chooseFile()}>${icons.photo} Another photo</button>`
                  : nothing
          }
          <button class="icon" aria-label=${theme() === 'dark' ? 'Light colors' : 'Dark colors'} title="Light or dark"
            @click=${() => this.changeTheme()}>
            ${theme() === 'dark' ? icons.sun : icons.moon}</button>
        </div>
      </header>
      ${workspace.busy ? html`<div class="busy" role="status"><span></span>${workspace.busy} …</div>` : nothing}
      ${
          workspace.problem
              ? html`<div class="problem" role="alert">${workspace.problem}
        <button class="icon" aria-label="Close the message" @click=${() => {
            workspace.problem = null;
            this.requestUpdate();
        }}>${icons.close}</button></div>`
              : nothing
      }
      ${
          photo
              ? html`
        <main class="work" id="main">
          <h1 class="visually-hidden">Names in ${photo.name}</h1>
          <div class="stage">${this.stage.view()}${timingsView(workspace)}</div>
          <div class="panel">
            ${namesView(workspace, this.suggestions)}
            ${settingsView(workspace, this.methodNames, this.methods)}
            ${saveView({
                canSave: workspace.listed.length > 0,
                copied: this.copied,
                save: (format) => void this.attempt(() => save(workspace, format)),
                copy: (what) => void this.attempt(() => this.copy(what)),
            })}
          </div>
        </main>`
              : startView({
                    scenes: this.scenes,
                    busy: workspace.busy,
                    hasCamera: Boolean(navigator.mediaDevices),
                    chooseFile: () => this.chooseFile(),
                    openCamera: () => void this.attempt(() => this.useCamera()),
                    openScene: (scene) => void this.attempt(() => this.openScene(scene)),
                })
      }
      <p class="visually-hidden" role="status" aria-live="polite">${this.spoken}</p>
      <input type="file" accept="image/*" hidden @change=${(event: Event) => {
          const field = event.target as HTMLInputElement;
          this.takeFile(field.files);
          field.value = '';
      }}>`;
    }

    private get methodNames(): readonly string[] {
        const answer = this.workspace.answer('first'),
            model = this.models.find((one) => one.name === answer?.model);
        const names = model?.methods ?? this.methods.map((one) => one.name);
        return answer && !names.includes(answer.method) ? [answer.method, ...names] : names;
    }

    private get fragment(): string {
        return toFragment({ session: this.workspace.session, scene: this.workspace.photo?.scene ?? null });
    }

    private async begin(): Promise<void> {
        await this.attempt(async () => {
            [this.scenes, this.models, this.methods] = await Promise.all([
                this.service.scenes(),
                this.service.models(),
                this.service.methods(),
            ]);
            this.requestUpdate();
            await this.openLink();
        });
    }

    private async openLink(): Promise<void> {
        const { session, scene } = fromFragment(location.hash);
        this.workspace.go(session);
        const drawn = this.scenes.find((one) => one.number === scene);
        if (drawn && this.workspace.photo?.scene !== scene) await this.openScene(drawn);
    }

    private async openScene(scene: SceneAnswer): Promise<void> {
        const photo = await this.service.picture(scene.url);
        this.suggestions = scene.names;
        // The model that knows drawn scenes, where this server has it.
        const model = this.models.some((one) => one.name === scene.model) ? scene.model : null;
        await this.workspace.open(photo, `scene-${scene.number}.png`, model, scene.number);
        if (this.workspace.session.classes.length === 0) this.focusNames();
    }

    private takeFile(files: FileList | null | undefined): void {
        const file = [...(files ?? [])].find((one) => one.type.startsWith('image/') || one.type === '');
        if (file) void this.openFile(file, file.name || 'photo.png');
    }

    private async openFile(file: Blob, name: string): Promise<void> {
        this.suggestions = [];
        await this.workspace.open(file, name, null, null);
        this.focusNames();
    }

    private async useCamera(): Promise<void> {
        const photo = await takePhoto();
        if (photo) await this.openFile(photo, 'camera.png');
    }

    private chooseFile(): void {
        this.querySelector<HTMLInputElement>('input[type=file]')!.click();
    }

    private startAgain(): void {
        this.workspace.close();
        this.requestUpdate();
    }

    private focusNames(): void {
        void this.updateComplete.then(() => this.querySelector<HTMLElement>('#draft, .drop button')?.focus());
    }

    private changeTheme(): void {
        setTheme(theme() === 'dark' ? 'light' : 'dark');
        this.requestUpdate();
    }

    private async copy(what: 'command' | 'csharp' | 'link'): Promise<void> {
        const { workspace } = this,
            answer = workspace.answer('first');
        const asked = {
            session: workspace.session,
            background: workspace.background,
            photo: workspace.photo?.name ?? 'photo.jpg',
            model: answer?.model ?? '',
            method: answer?.method ?? '',
        };
        const text =
            what === 'link'
                ? `${location.origin}${location.pathname}#${this.fragment}`
                : what === 'command'
                  ? toCommand(asked)
                  : toCSharp(asked);
        await navigator.clipboard.writeText(text);
        this.copied = what;
        this.announce('Copied.');
        setTimeout(() => {
            this.copied = null;
            this.requestUpdate();
        }, 1600);
    }

    private async attempt(work: () => Promise<void>): Promise<void> {
        try {
            await work();
        } catch (error) {
            this.workspace.problem = messageOf(error);
        }
        this.requestUpdate();
    }

    private shortcut(event: KeyboardEvent): void {
        const field = event.target as HTMLElement,
            isText = field instanceof HTMLInputElement && field.type === 'text';
        if ((event.ctrlKey || event.metaKey) && ['z', 'y'].includes(event.key.toLowerCase())) {
            // In the field in which a name is being typed, letters are undone, as everywhere.
            if (isText && field.id === 'draft' && field.value) return;
            event.preventDefault();
            if (event.key.toLowerCase() === 'y' || event.shiftKey) this.workspace.redo();
            else this.workspace.undo();
        } else if (event.key === '/' && !isText && this.workspace.photo) {
            event.preventDefault();
            this.focusNames();
        }
    }

    private follow(): void {
        this.requestUpdate();
        const { workspace } = this;
        clearTimeout(this.settling);
        this.settling = window.setTimeout(() => {
            if (workspace.photo) history.replaceState(null, '', `#${this.fragment}`);
        }, settleAfter);
        clearTimeout(this.announcing);
        if (workspace.listed.length > 0 && workspace.shares.length > 0) {
            this.announcing = window.setTimeout(
                () =>
                    this.announce(
                        workspace.listed.map((one, index) => `${one.label} ${percent(workspace.shares[index] ?? 0)}`).join(', '),
                    ),
                announceAfter,
            );
        }
    }

    private announce(text: string): void {
        if (text === this.spoken) return;
        this.spoken = text;
        this.requestUpdate();
    }
}
